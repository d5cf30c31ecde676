-- The whole workflow: rows of cases as the version before wrote them become rows as today's version writes them. Each is
-- what replaying the case's own events gives today, so that the history stays proof of the row.
-- One pass over urban_case, in one statement: each row is written anew once, some 1.3 ms a case on a busy machine of two
-- cores (20 minutes for 10^6), and the table is twice as large until it is vacuumed. No column of an index changes.
-- Nobody writes cases meanwhile. Rows that have the new fields are left alone.

update urban_case set data = data
  || '{"priority": "ordinary", "emergency": false, "external": null, "followers": [], "apart": [], "arbitration": null,
       "voidProposal": null, "metAt": null, "recheck": null, "reply": null, "ratings": null}'
  || case state when 'closed' then '{"reopenable": false}' when 'checking' then '{"sentUp": null}'
       when 'checked' then '{"sentUp": null}' else '{}' end::jsonb
  || jsonb_build_object(
    'counts', (data -> 'counts') || '{"extensions": 0, "suspensions": 0, "reopens": 0, "failedRechecks": 0}',
    -- One level after red becomes a ladder of levels, of which `reached` are behind.
    'deadlines', (
      select coalesce(jsonb_agg((clock - '{escalateAt,escalated}'::text[]) || jsonb_build_object(
        'rungs', jsonb_build_array(jsonb_build_object('at', clock -> 'escalateAt', 'to', 'supervisor')),
        'reached', (clock -> 'escalated')::boolean::integer,
        'extensions', jsonb_build_array(),
        -- A limit that began anew forgets the pauses before.
        'pauses', case clock -> 'pauses' when '[]' then '[]' else jsonb_path_query_array(
          clock, '$.pauses[*] ? (@.from >= $start)', jsonb_build_object('start', clock -> 'startAt')) end
      ) order by place), '[]')
      from jsonb_array_elements(data -> 'deadlines') with ordinality as one (clock, place)))
  -- Each assisting department gets a part, whose clock never starts.
  || case when jsonb_typeof(data -> 'handling') = 'object' then jsonb_build_object(
    'handling', ((data -> 'handling') - 'assisting') || jsonb_build_object(
      'tasks', (
        select coalesce(jsonb_agg(jsonb_build_object(
          'taskId', 'assist-' || place, 'kind', 'assisting', 'department', department, 'name', null, 'limit', null,
          'deadlineId', null, 'signedBy', null, 'assignee', null, 'done', null) order by place), '[]')
        from jsonb_array_elements_text(data -> 'handling' -> 'assisting') with ordinality as one (department, place)),
      'extension', null, 'suspension', null)) else '{}' end
where not data ? 'priority';

-- The first level after red; when it fires stays the same. As many rows as open clocks.
update case_timer set timer_key = timer_key || '-1' where timer_key like '%:escalate';

-- Settings that the version before did not have get the demo's values; what a city has set stays.
update workflow_policy set body = given || body || jsonb_build_object('stageLimits', (given -> 'stageLimits') || (body -> 'stageLimits'))
from (values ('{
  "stageLimits": {
    "arbitrate": { "value": 1, "unit": "working_day" },
    "upper": { "value": 10, "unit": "working_day" },
    "decide-extension": { "value": 4, "unit": "working_hour" },
    "decide-suspension": { "value": 1, "unit": "working_day" },
    "decide-void": { "value": 1, "unit": "working_day" },
    "recheck": { "value": 2, "unit": "working_day" },
    "reply": { "value": 1, "unit": "working_day" },
    "follow-referral": { "value": 5, "unit": "working_day" },
    "reopen": { "value": 7, "unit": "natural_day" }
  },
  "arbitrationAfter": 2,
  "mostExtensions": 2,
  "leaderFromExtension": 2,
  "mostSuspensions": 1,
  "longestSuspension": { "value": 365, "unit": "natural_day" },
  "ladder": {
    "simple": [{ "after": { "value": 1, "unit": "limit" }, "to": "supervisor" }],
    "ordinary": [{ "after": { "value": 1, "unit": "limit" }, "to": "supervisor" }],
    "important": [
      { "after": { "value": 1, "unit": "working_hour" }, "to": "leader" },
      { "after": { "value": 4, "unit": "working_hour" }, "to": "supervisor" }
    ],
    "complex": [{ "after": { "value": 1, "unit": "limit" }, "to": "supervisor" }]
  },
  "voidReasons": [
    { "code": "duplicate", "zh": "重复立案", "en": "filed twice" },
    { "code": "not-a-problem", "zh": "不属于问题", "en": "not a problem" },
    { "code": "out-of-scope", "zh": "超出管理范围", "en": "out of scope" },
    { "code": "cannot-be-solved", "zh": "客观上无法解决", "en": "cannot be solved" },
    { "code": "suggestion", "zh": "意见建议，已记录", "en": "a suggestion, noted" },
    { "code": "gone", "zh": "问题已自行消失", "en": "gone by itself" }
  ],
  "recheckPercent": 10,
  "sameTimeMinutes": 60,
  "duplicateMetres": 50,
  "duplicateHours": 24
}'::jsonb)) as demo (given);
update reference_version set version = version + 1, changed_at = now() where kind = 'policy' and exists (select from workflow_policy);

-- A class is read newest first, page by page, and within hours and a few metres (likely duplicates): place stands behind
-- the key of the pages, so that what lies elsewhere is passed over in the index. 16 bytes more a case.
drop index urban_case_class;
create index urban_case_class on urban_case (class_code, reported_at desc, case_id desc, lng, lat);
