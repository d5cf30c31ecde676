-- Each kind of reference data names itself with its first row; the list grows with the migrations.
alter table reference_version drop constraint reference_version_kind_check;
alter table reference_version add constraint reference_version_kind_check check (kind ~ '^[a-z][a-z-]*$');
