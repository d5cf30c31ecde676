/** Why a photo is not taken. Stable: the API shows it as `details.reason` of `photo-refused`. */
export type PhotoRefusalReason = 'empty' | 'too-large' | 'unsupported-type' | 'too-many-pixels' | 'undecodable';

/** A photo that cannot be taken, with one line for a person that says what was found and what is needed. */
export type PhotoRefusal = { readonly reason: PhotoRefusalReason; readonly message: string };

/** Builds the refusal of one photo: `cannot take the photo: <found>, <needed>`. */
export const photoRefusal = (reason: PhotoRefusalReason, found: string, needed: string): PhotoRefusal => ({
  reason,
  message: `cannot take the photo: ${found}, ${needed}`,
});
