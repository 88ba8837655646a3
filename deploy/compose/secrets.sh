#!/bin/bash
# Generates each password that does not exist yet, and writes it to the volume that only its user can read.
set -euo pipefail
cd /secrets

password() { # the file, and other files that get the same password
    if [ ! -s "$1" ]; then
        od -An -N24 -tx1 /dev/urandom | tr -d ' \n' >"$1.new"
        chmod 444 "$1.new"
        mv "$1.new" "$1"
    fi
    for other in "${@:2}"; do
        cp -p "$1" "$other"
    done
}

password database/SUPERUSER_PASSWORD
password database/OWNER_PASSWORD owner/DATABASE_PASSWORD
password database/WRITER_PASSWORD worker/DATABASE_PASSWORD
password database/API_PASSWORD api/DATABASE_PASSWORD
password database/READER_PASSWORD
password api/OPERATOR_PASSWORD
password api/READER_PASSWORD
