import { existsSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import type { DefaultTheme } from 'vitepress';
import { defineConfig } from 'vitepress';

const folder = resolve(import.meta.dirname, '..');

/** A page of the menu: its title, and its path without the ending. */
const page = (text: string, link: string): DefaultTheme.SidebarItem => ({ text, link: `/${link}` });

const menu: DefaultTheme.SidebarItem[] = [
  {
    text: 'Begin',
    items: [
      page('Tutorial: two Raspberry Pis', 'tutorial'),
      page('Concepts', 'concepts'),
      page('Installing', 'install'),
      page('Enrollment', 'enrollment'),
    ],
  },
  {
    text: 'How to',
    items: [
      page('Add a site', 'howto/add-a-site'),
      page('Hub and spoke', 'howto/hub-and-spoke'),
      page('Dual stack', 'howto/dual-stack'),
      page('DS-Lite and CGNAT', 'howto/ds-lite'),
      page('Replace a router', 'howto/replace-a-router'),
      page('Go back', 'howto/go-back'),
      page('Monitoring', 'monitoring'),
      page('Move the controller', 'howto/move-the-controller'),
      page('Ansible and ssh', 'managing'),
    ],
  },
  {
    text: 'Day by day',
    items: [
      page('Day by day', 'operating'),
      page('Troubleshooting', 'troubleshooting'),
      page('What is wrong', 'why'),
      page('Rollouts', 'rollouts'),
      page('Looking glass', 'looking-glass'),
      page('Backup and restore', 'backup'),
      page('Upgrading agents', 'upgrades'),
    ],
  },
  {
    text: 'Reference',
    items: [
      page('Keys of the inventory', 'reference/inventory'),
      page('Commands of the controller', 'reference/towline'),
      page('Commands of the agent', 'reference/towline-agent'),
      page('Metrics', 'reference/metrics'),
      page('RPCs', 'reference/rpc'),
    ],
  },
  {
    text: 'How it works',
    collapsed: true,
    items: [
      page('Architecture', 'ARCHITECTURE'),
      page('Applying a bundle', 'apply'),
      page('Addresses that change', 'tracker'),
      page('Hints', 'hints'),
      page('MTU of a path', 'path-mtu'),
      page('Moving the tunnel', 'tunnel'),
      page('Clocks', 'clock'),
      page('Thousands of routers', 'fleet'),
      page('Decisions', 'decisions/README'),
    ],
  },
  {
    text: 'Security',
    items: [
      page('Threat model', 'security'),
      page('The signing key', 'signing'),
      page('Users and rights', 'privileges'),
    ],
  },
  { text: 'Comparison', link: '/comparison' },
];

export default defineConfig({
  title: 'Towline',
  description: 'Site networking for fleets of routers',
  cleanUrls: false,
  // Without a date from git: the same pages from a tarball.
  lastUpdated: false,
  srcExclude: ['examples/**'],
  themeConfig: { sidebar: menu, outline: [2, 3], search: { provider: 'local' } },
  markdown: {
    config(md) {
      // Files of the sources that are no pages: their names are text here, and links where the sources are read.
      md.core.ruler.push('only-pages', ({ tokens, env }) => {
        for (const { children } of tokens) {
          for (const [index, token] of (children ?? []).entries()) {
            if (token.type !== 'link_open' || isPage(String(token.attrGet('href')), String(env.path)))
              continue;
            const end = children?.slice(index).find(({ type }) => type === 'link_close');
            for (const one of [token, end])
              if (one !== undefined) Object.assign(one, { type: 'text', content: '', tag: '', nesting: 0 });
          }
        }
      });
    },
  },
});

/** Whether a link of a page leads to another one, or out of these files. */
function isPage(href: string, from: string): boolean {
  const [path = ''] = decodeURI(href).split('#');
  if (path === '' || /^[a-z]+:/.test(path)) return true;
  const target = resolve(dirname(from), path);
  return !relative(folder, target).startsWith('..') && path.endsWith('.md') && existsSync(target);
}
