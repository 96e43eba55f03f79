export const assumptions: Readonly<{
  members: number;
  from: number;
  until: number;
  occupancy: Readonly<Record<number, number>>;
  deploys: readonly number[];
  failover: Readonly<{ at: number; seconds: number }>;
  cut: Readonly<{ at: number; seconds: number; share: number }>;
}>;

export const variants: Readonly<
  Record<
    string,
    {
      readonly label: string;
      readonly together: boolean;
      readonly sharded: boolean;
      readonly races: boolean;
    }
  >
>;
