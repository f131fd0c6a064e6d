// A table in memory in the place of DynamoDB, for one writer at a time: it keeps what the real stores write, and counts what
// each partition takes. Conditions always hold, and nothing is in the index.

import type { TableHandle } from '#adapters/aws/table/table.ts';

/** DynamoDB bills a write by the KiB. */
const BYTES_PER_UNIT = 1024;

type Attribute = { readonly S?: string; readonly N?: string; readonly B?: Uint8Array };
type Attributes = Readonly<Record<string, Attribute>>;

/** As much of the commands of the SDK as the stores use. */
interface Command {
  readonly input: {
    readonly Item?: Attributes;
    readonly Key?: Attributes;
    readonly IndexName?: string;
    readonly ExpressionAttributeValues?: Attributes;
    readonly ScanIndexForward?: boolean;
    readonly Limit?: number;
    readonly TransactItems?: readonly { readonly Put?: { readonly Item: Attributes } }[];
  };
}

/** What one partition took: items written, and the write units that they are billed as. */
export interface Taken {
  writes: number;
  units: number;
}

export class CountingTable {
  readonly taken = new Map<string, Taken>();
  calls = 0;
  /** Milliseconds that each call takes. */
  latencyMs = 0;
  private readonly partitions = new Map<string, Map<string, Attributes>>();

  /** The client to give to the stores. */
  get client(): TableHandle['client'] {
    const send = (command: Command) => this.send(command);
    return { send } as unknown as TableHandle['client'];
  }

  /** Forgets what was counted, not what is stored. */
  resetCounts(): void {
    this.taken.clear();
    this.calls = 0;
  }

  private async send(command: Command): Promise<unknown> {
    const { input } = command;
    this.calls++;
    if (this.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, this.latencyMs));
    switch (command.constructor.name) {
      case 'PutItemCommand':
        return this.put(input.Item);
      case 'TransactWriteItemsCommand':
        for (const { Put } of input.TransactItems ?? []) this.put(Put?.Item, 2);
        return {};
      case 'GetItemCommand':
        return { Item: this.partition(input.Key).get(input.Key?.['sk']?.S ?? '') };
      case 'QueryCommand':
        return { Items: input.IndexName ? [] : this.query(input) };
      default:
        throw new Error(`The table in memory does not know ${command.constructor.name}`);
    }
  }

  private partition(key: Attributes | undefined): Map<string, Attributes> {
    const pk = key?.['pk']?.S ?? '';
    const items = this.partitions.get(pk) ?? new Map<string, Attributes>();
    this.partitions.set(pk, items);
    return items;
  }

  private put(item: Attributes = {}, factor = 1): object {
    this.partition(item).set(item['sk']?.S ?? '', item);
    const pk = item['pk']?.S ?? '';
    const taken = this.taken.get(pk) ?? { writes: 0, units: 0 };
    taken.writes++;
    taken.units += factor * Math.ceil(sizeOf(item) / BYTES_PER_UNIT);
    this.taken.set(pk, taken);
    return {};
  }

  private query({ ExpressionAttributeValues = {}, ScanIndexForward, Limit }: Command['input']) {
    const { ':pk': pk = {}, ':first': first, ':last': last } = ExpressionAttributeValues;
    const found = [...this.partition({ pk })]
      .filter(([sk]) => sk >= (first?.S ?? '') && (last?.S === undefined || sk <= last.S))
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([, item]) => item);
    return (ScanIndexForward === false ? found.reverse() : found).slice(0, Limit);
  }
}

/** Names and values, as DynamoDB counts them. */
function sizeOf(item: Attributes): number {
  let bytes = 0;
  for (const [name, { S, N, B }] of Object.entries(item)) {
    bytes += name.length + (S ? Buffer.byteLength(S) : (B?.length ?? N?.length ?? 0));
  }
  return bytes;
}
