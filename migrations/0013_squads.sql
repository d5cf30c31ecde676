-- Squads (班组) inside a department: a word on the posts of their members, so that a head can assign to one. A city has
-- a few thousand posts, and the posts of a department are found by its index.
alter table post add column squad text check (squad is null or (department_code is not null and squad <> ''));
