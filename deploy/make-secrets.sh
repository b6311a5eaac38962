#!/bin/sh
# Makes the passwords and keys of access of compose.yml in deploy/secrets, once; what is there is kept.
set -eu
folder="${1:-$(dirname "$0")/secrets}"
umask 077
mkdir -p "$folder"
cd "$folder"

secret() {
  [ -s "$1" ] || od -An -N24 -tx1 /dev/urandom | tr -d ' \n' > "$1"
}

secret database-superuser-password
secret database-password
secret s3-access-key-id
secret s3-secret-access-key
[ -s database-url ] || printf 'postgresql://tucai:%s@database:5432/tucai' "$(cat database-password)" > database-url
[ -s store.json ] || printf '{"identities":[{"name":"tucai","credentials":[{"accessKey":"%s","secretKey":"%s"}],"actions":["Read","Write","List","Tagging","Admin"]}]}\n' \
  "$(cat s3-access-key-id)" "$(cat s3-secret-access-key)" > store.json
# Containers read them under accounts of their own; the folder keeps everybody else of this machine out.
chmod 444 -- *
echo "The secrets are in $folder. Keep a copy apart from this machine."
