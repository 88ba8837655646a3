#!/bin/bash
# Creates four roles. The owner changes the schema. The writer (aggregator-service) changes rows. The role of contract-api
# reads all tables and writes those that the migration grants: dead letters and redrives. The reader is for reports.
psql -v ON_ERROR_STOP=1 -U postgres -d contracts <<'SQL'
\set owner `cat /run/secrets/OWNER_PASSWORD`
\set writer `cat /run/secrets/WRITER_PASSWORD`
\set api `cat /run/secrets/API_PASSWORD`
\set reader `cat /run/secrets/READER_PASSWORD`
create role contracts_owner login password :'owner';
create role contracts_writer login password :'writer';
create role contracts_api login password :'api';
create role contracts_reader login password :'reader';
alter database contracts owner to contracts_owner;
alter schema public owner to contracts_owner;
revoke all on database contracts from public;
grant connect on database contracts to contracts_writer, contracts_api, contracts_reader;
alter default privileges for role contracts_owner in schema public
    grant select, insert, update, delete on tables to contracts_writer;
alter default privileges for role contracts_owner in schema public grant usage on sequences to contracts_writer;
alter default privileges for role contracts_owner in schema public
    grant select on tables to contracts_api, contracts_reader;
SQL
