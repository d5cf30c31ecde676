import { type Static, Type } from 'typebox';
import { Position } from './position.ts';
import { closed, instant } from './shape.ts';

/** A photo, re-encoded upright without its metadata; place and time of capture are kept here. */
export const MediaView = closed(
  {
    mediaId: Type.String({ examples: ['m-01jd3v9s'] }),
    mime: Type.String({ examples: ['image/jpeg'] }),
    bytes: Type.Integer({ examples: [184_220] }),
    width: Type.Integer({ examples: [1600] }),
    height: Type.Integer({ examples: [1200] }),
    sha256: Type.String({ description: 'Hex, of the stored bytes.' }),
    takenAt: Type.Optional(instant('When the camera says it was taken.')),
    position: Type.Optional(Position),
  },
  { description: 'A photo.' },
);
export type MediaView = Static<typeof MediaView>;

/** The body of `POST /media`, as OpenAPI describes it; it is read as a stream. */
export const MediaForm = Type.Object(
  {
    file: Type.String({
      format: 'binary',
      description: 'JPEG, PNG, WebP or HEIC, at most 10 MB. The type is found by content.',
    }),
  },
  { description: 'One photo in the field `file`.' },
);

export const MediaQuery = closed({
  link: Type.Optional(
    Type.String({ maxLength: 1000, description: 'The signature of a link, instead of a bearer token.' }),
  ),
});
export type MediaQuery = Static<typeof MediaQuery>;

/** A path that needs no bearer token, for one photo and one person, five minutes. */
export const MediaLink = closed(
  {
    url: Type.String({ examples: ['/api/v1/media/m-01jd3v9s?link=eyJ…'] }),
    thumbnailUrl: Type.String({ examples: ['/api/v1/media/m-01jd3v9s/thumbnail?link=eyJ…'] }),
    expiresAt: instant('When the link ends.'),
  },
  { description: 'A signed link.' },
);
export type MediaLink = Static<typeof MediaLink>;
