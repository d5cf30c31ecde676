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
  'sent-up',
  'dispatched',
  'handling',
  'suspended',
  'handled',
  'confirmed',
  'checking',
  'checked',
  'closed',
  'rejected',
  'voided',
  'merged',
  'handed-over',
  'referred',
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
  'arbitrate',
  'upper',
  'sign',
  'handle',
  'assist',
  'step',
  'decide-return',
  'decide-extension',
  'decide-suspension',
  'decide-void',
  'suspension',
  'confirm-feedback',
  'request-check',
  'check',
  'close',
  'recheck',
  'reply',
  'follow-referral',
  'reopen',
  'case',
  'supervision',
] as const;

export const PRIORITIES = ['simple', 'ordinary', 'important', 'complex'] as const;

export const LIMIT_UNITS = [
  'urgent_working_hour',
  'working_hour',
  'working_day',
  'natural_day',
  'natural_hour',
  'natural_minute',
] as const;

export const DATUMS = ['wgs84', 'gcj02', 'bd09'] as const;

export const ADDRESS_KINDS = ['address', 'place', 'road', 'gate', 'poi'] as const;
export const ROAD_CLASSES = ['model', 'standard', 'ordinary'] as const;
export const COMPONENT_STATES = ['intact', 'damaged', 'lost', 'abandoned', 'removed'] as const;
export const CENSUS_STATES = ['planned', 'surveyed', 'sampled', 'accepted', 'refused'] as const;

export const AREA_LEVELS = ['district', 'street', 'community'] as const;
