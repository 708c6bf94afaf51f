/**
 * `scrape` in a process that has in memory what an agent has and no more, since V8 collects by the size of its heap.
 * Prints one line of JSON.
 *
 * Usage: node scrape-main.js SOCKET LINKS ROUNDS
 */
import { scrape } from './scrape.ts';

const [socket = '', links, rounds] = process.argv.slice(2);
process.stdout.write(`${JSON.stringify(await scrape(socket, Number(links), Number(rounds)))}\n`);
