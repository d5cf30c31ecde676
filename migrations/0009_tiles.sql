-- The map of open cases: one box of degrees, at any zoom. Without it a tile would look up each of its grids in every
-- month's partition; with it one range a partition, and next to nothing in old months, since cases that ended are not in
-- the index. Entries are made with a report and go with the vacuum after its end: 10^4 to 10^5 at 40 bytes.
create index urban_case_place on urban_case (lng, lat) where state <> 'closed' and state <> 'rejected';
