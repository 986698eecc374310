#!/bin/sh
# A root of our own and a certificate for one name, by openssl alone: sh make-certificates.sh rumduol.lan
# Run it again to renew the certificate; the root is made once, and its key belongs on no machine that is in a network.
set -eu
name=${1:?the name of the machine in the office network, such as rumduol.lan}
umask 077

if [ ! -f root.key ]; then
    openssl ecparam -name prime256v1 -genkey -noout -out root.key
    openssl req -x509 -new -key root.key -sha256 -days 3650 -subj "/CN=Rumduol $name root" \
        -addext "basicConstraints=critical,CA:TRUE,pathlen:0" -addext "keyUsage=critical,keyCertSign,cRLSign" \
        -addext "nameConstraints=critical,permitted;DNS:$name" -out root.crt
fi

openssl ecparam -name prime256v1 -genkey -noout -out rumduol.key
openssl req -new -key rumduol.key -subj "/CN=$name" -out rumduol.csr
cat >rumduol.ext <<TEXT
basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature
extendedKeyUsage=serverAuth
subjectAltName=DNS:$name
TEXT
# Telephones refuse certificates that are good for longer.
openssl x509 -req -in rumduol.csr -CA root.crt -CAkey root.key -CAcreateserial -sha256 -days 397 -extfile rumduol.ext -out rumduol.crt
rm -f rumduol.csr rumduol.ext
chmod 644 root.crt rumduol.crt
openssl verify -CAfile root.crt rumduol.crt
