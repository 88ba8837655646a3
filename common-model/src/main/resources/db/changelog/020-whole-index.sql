--liquibase formatted sql

--changeset contracts:whole-open-reason runInTransaction:false
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:f select indisvalid from pg_index where indexrelid = 'dead_letter_open_reason'::regclass
--comment 015 leaves an index that is never used where it was killed while it made it.
drop index concurrently if exists dead_letter_open_reason;
create index concurrently dead_letter_open_reason on dead_letter (state, reason, died_at, id);
