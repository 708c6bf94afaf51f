/** What a case is told on its command line, as JSON. */
export type Order =
  | { readonly kind: 'size'; readonly agents: number; readonly rounds: number }
  | { readonly kind: 'bare'; readonly agents: number }
  | { readonly kind: 'stopped'; readonly agents: number; readonly stopped: number; readonly releases: number }
  | {
      readonly kind: 'kills';
      readonly agents: number;
      readonly kills: number;
      /** Whether the newest release is taken away after the first kill, so that it has to be missed. */
      readonly isLost: boolean;
    };
