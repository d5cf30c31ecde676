import { assertNever } from '@wanmi/kernel';
import { openFolderStore } from './folder-store.ts';
import type { MediaStore } from './media-store.ts';
import { openS3Store, type S3Config } from './s3-store.ts';

/** A local folder, or an S3 bucket. */
export type StoreConfig = { readonly kind: 'folder'; readonly folder: string } | ({ readonly kind: 's3' } & S3Config);

/** Opens the store that the configuration names. Nothing is touched before the first call. */
export function openStore(config: StoreConfig): MediaStore {
  switch (config.kind) {
    case 'folder':
      return openFolderStore(config.folder);
    case 's3':
      return openS3Store(config);
    default:
      return assertNever(config);
  }
}
