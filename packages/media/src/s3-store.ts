import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { checkedKey, type MediaStore } from './media-store.ts';

/** A bucket of any store that speaks the S3 protocol. The bucket exists already. */
export type S3Config = {
  /** `http://127.0.0.1:3900`. Addressed in path style: `<endpoint>/<bucket>/<key>`. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly accessKey: string;
  readonly secretKey: string;
  /** Many stores ignore it, all want one. */
  readonly region: string;
};

/** Keeps objects in an S3 bucket. Checksums are sent only where the operation demands one: older stores refuse others. */
export function openS3Store(config: S3Config): MediaStore {
  const client = new S3Client({
    endpoint: config.endpoint,
    region: config.region,
    forcePathStyle: true,
    credentials: { accessKeyId: config.accessKey, secretAccessKey: config.secretKey },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 60_000 },
  });
  const at = (key: string) => ({ Bucket: config.bucket, Key: checkedKey(key) });
  const failed = (act: string, key: string, cause: unknown): Error =>
    new Error(`cannot ${act} ${key} in bucket ${config.bucket} at ${config.endpoint}: ${String(cause)}`, { cause });

  return {
    put: async (key, bytes, mime) => {
      const put = new PutObjectCommand({ ...at(key), Body: bytes, ContentType: mime });
      await client.send(put).catch((cause) => Promise.reject(failed('store', key, cause)));
    },
    get: async (key) => {
      const reading = client.send(new GetObjectCommand(at(key))).then(({ Body }) => Body?.transformToByteArray());
      return unlessMissing(reading, undefined, (cause) => failed('read', key, cause));
    },
    has: async (key) => {
      const looking = client.send(new HeadObjectCommand(at(key))).then(() => true);
      return unlessMissing(looking, false, (cause) => failed('look up', key, cause));
    },
    delete: async (key) => {
      const deleting = client.send(new DeleteObjectCommand(at(key))).then(() => undefined);
      await unlessMissing(deleting, undefined, (cause) => failed('delete', key, cause));
    },
    close: () => client.destroy(),
  };
}

/** A missing bucket answers 404 too, and is a fault: only a missing object counts as missing. */
async function unlessMissing<T, M>(work: Promise<T>, missing: M, failed: (cause: unknown) => Error): Promise<T | M> {
  try {
    return await work;
  } catch (cause) {
    const isMissing = cause instanceof S3ServiceException && (cause.name === 'NoSuchKey' || cause.name === 'NotFound');
    if (isMissing) return missing;
    throw failed(cause);
  }
}
