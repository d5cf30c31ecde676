/** The words of the interface. A test keeps them equal to those of the workflow. Chinese terms: docs/glossary.md. */
export const CHANNELS = [
  'inspector',
  'hotline',
  'mayor',
  'police',
  'opinion',
  'leader',
  'video',
  'sensor',
  'web',
  'app',
  'platform',
  'department',
  'email',
] as const;

export const STATE_NAMES = [
  'reported',
  'verifying',
  'verified',
  'filed',
  'dispatched',
  'handling',
  'handled',
  'confirmed',
  'checking',
  'checked',
  'closed',
  'rejected',
] as const;

export const STAGES = ['report', 'verify', 'dispatch', 'handle', 'confirm', 'close', 'end'] as const;

export const LIGHTS = ['green', 'yellow', 'red'] as const;

export const KINDS = ['component', 'matter'] as const;

export const ROLES = [
  'inspector',
  'acceptor',
  'leader',
  'dispatcher',
  'head',
  'handler',
  'field-supervisor',
  'supervisor',
  'admin',
] as const;

export const DEADLINE_STAGES = [
  'accept',
  'verify',
  'file',
  'dispatch',
  'sign',
  'handle',
  'decide-return',
  'confirm-feedback',
  'request-check',
  'check',
  'close',
  'case',
  'supervision',
] as const;

export const LIMIT_UNITS = [
  'urgent_working_hour',
  'working_hour',
  'working_day',
  'natural_day',
  'natural_hour',
  'natural_minute',
] as const;

export const DATUMS = ['wgs84', 'gcj02', 'bd09'] as const;

export const AREA_LEVELS = ['district', 'street', 'community'] as const;
