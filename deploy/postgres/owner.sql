-- The program's own login: it owns its database and may make the application's login, and that is all.
\set password `cat /run/secrets/database-password`
CREATE ROLE tucai LOGIN CREATEROLE PASSWORD :'password';
CREATE DATABASE tucai OWNER tucai TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8';
