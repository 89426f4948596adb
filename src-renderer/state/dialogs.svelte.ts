/** Which dialog of the application as a whole is open. */
export type DialogName = 'settings' | 'licences' | 'close' | 'getDataset';

let current = $state<DialogName | null>(null);

export const dialogs = {
  get current(): DialogName | null {
    return current;
  },
};

export function openDialog(name: DialogName): void {
  current = name;
}

export function closeDialog(): void {
  current = null;
}
