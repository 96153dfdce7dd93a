#!/usr/bin/python3
"""Reads a practice by FORMAT.md alone: python3 reader.py FILE NAME QUERY, the password on standard input.

With - for NAME, standard input has the recovery key. Prints each row of the query as a line of JSON. The file is
opened for reading only, and its content stays in memory. Needs Python 3.11 with PyNaCl, argon2-cffi and cryptography.
"""

import hashlib
import hmac
import json
import os
import sqlite3
import struct
import sys
import unicodedata

import argon2.low_level
import nacl.bindings
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"satchel/vault\r\n\x1a"
HEADER, PAGES_AT, RESERVED = 8192, 16384, 40


def number(b, offset, size):
    return int.from_bytes(b[offset:offset + size], "big")


def hkdf(secret, salt, label):
    return HKDF(hashes.SHA256(), 32, salt, label.encode()).derive(secret)


def hmac_sha256(key, message):
    return hmac.new(key, message, hashlib.sha256).digest()


def fold(name):
    # str.strip cuts off what Unicode calls white space.
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name.strip()).casefold())


def recovery_secret(typed):
    """The key as printed: capitals, groups of five, dashes."""
    digits = "".join(c for c in typed.upper() if c.isalnum()).translate(str.maketrans("OIL", "011"))
    return "-".join(digits[i:i + 5] for i in range(0, len(digits), 5))


class Damaged(Exception):
    pass


class Sealed:
    """Opens sealed units: ciphertext | tag 16 | nonce 24."""

    def __init__(self, suite, key):
        self.suite, self.key, self.subkeys = suite, key, {}

    def xaes_subkey(self, prefix):
        if prefix not in self.subkeys:
            aes = Cipher(algorithms.AES(self.key), modes.ECB()).encryptor()
            l = int.from_bytes(aes.update(bytes(16)), "big")
            k1 = l << 1 & (1 << 128) - 1 ^ (0x87 if l >> 127 else 0)
            halves = (bytes([0, i]) + b"X\0" + prefix for i in (1, 2))
            blocks = ((int.from_bytes(half, "big") ^ k1).to_bytes(16, "big") for half in halves)
            self.subkeys[prefix] = AESGCM(b"".join(aes.update(block) for block in blocks))
        return self.subkeys[prefix]

    def open(self, unit, additional):
        """The plaintext, with zeros where tag and nonce were; None if it is not authentic."""
        sealed, nonce = unit[:-24], unit[-24:]
        try:
            if self.suite == 1:
                plain = self.xaes_subkey(nonce[:12]).decrypt(nonce[12:], sealed, additional)
            else:
                plain = nacl.bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(sealed, additional, nonce, self.key)
        except (InvalidTag, nacl.exceptions.CryptoError):
            return None
        return plain + bytes(RESERVED)


class Practice:
    def __init__(self, path, name, secret):
        with open(path, "rb") as file:
            self.file = file.read()
        found = [self.file[i * HEADER:(i + 1) * HEADER] for i in range(2)]
        whole = [h for h in found if len(h) == HEADER and h[:16] == MAGIC and hashlib.sha256(h[:7648]).digest() == h[7648:7680]]
        for h in sorted(whole, key=lambda h: number(h, 32, 8), reverse=True):
            if number(h, 16, 2) > 1 or number(h, 24, 4) != 0:
                raise Damaged("written by a newer version")
            if self.unlock(h, name, secret):
                break
        else:
            raise Damaged("no header copy can be used")
        self.pages = {}
        self.count = (len(self.file) - PAGES_AT) // self.page_size
        self.read_wal(path + "-wal")

    def unlock(self, h, name, secret):
        uuid, file_id = h[40:56], h[56:72]
        if name is None:
            tag = hashlib.sha256(b"satchel/1/recovery" + uuid).digest()[:16]
            secret = recovery_secret(secret).encode()
        else:
            tag = hashlib.sha256(b"satchel/1/name-tag" + uuid + fold(name).encode()).digest()[:16]
            secret = unicodedata.normalize("NFKC", secret).encode()
        slots = [h[512 + 256 * i:512 + 256 * (i + 1)] for i in range(24)]
        index = next((i for i, slot in enumerate(slots) if slot[0] != 0 and slot[12:28] == tag), None)
        if index is None:
            raise Damaged("no key slot has this name")
        slot = slots[index]
        stretched = argon2.low_level.hash_secret_raw(
            secret, slot[44:76], time_cost=number(slot, 8, 4), memory_cost=number(slot, 4, 4), parallelism=slot[1],
            hash_len=32, type=argon2.low_level.Type.ID, version=19)
        if hkdf(stretched, None, "satchel/1/slot-commit") != slot[76:108]:
            raise Damaged("wrong password or recovery key")
        additional = MAGIC + uuid + bytes([index, slot[0], slot[1]]) + slot[4:12]
        plain = nacl.bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(
            slot[132:196], additional, slot[108:132], hkdf(stretched, None, "satchel/1/slot-key"))
        if plain[32:] != slot[28:44]:
            raise Damaged("the slot is another user's")
        keys = lambda label: hkdf(plain[:32], uuid + file_id, label)
        if hmac_sha256(keys("satchel/1/header-mac"), h[:7616]) != h[7616:7648]:
            return False
        suite = number(h, 18, 2)
        self.header, self.page_size = h, number(h, 20, 4)
        self.page, self.wal = Sealed(suite, keys("satchel/1/page")), Sealed(suite, keys("satchel/1/wal"))
        self.note_key = keys("satchel/1/commit-note")
        return True

    def noted(self):
        """The frames that an authentic commit note attests of the live WAL."""
        frames = 0
        for i in range(2):
            note = self.file[i * HEADER + 7680 + 312:][:48]
            if note[:8] == self.header[72:80] and hmac_sha256(self.note_key, note[:16]) == note[16:]:
                frames = max(frames, number(note, 8, 8))
        return frames

    def read_wal(self, path):
        salts, need = self.header[72:80], max(number(self.header, 88, 8), self.noted())
        wal = b""
        if os.path.exists(path):
            with open(path, "rb") as file:
                wal = file.read()
        if salts == bytes(8) or len(wal) < 32 or wal[16:24] != salts:
            if need:
                raise Damaged("the live WAL is missing")
            return
        order = ">" if wal[3] & 1 else "<"

        def checksum(s, b):
            s0, s1 = s
            for a, b in struct.iter_unpack(order + "II", b):
                s0 = s0 + a + s1 & 0xffffffff
                s1 = s1 + b + s0 & 0xffffffff
            return s0, s1

        chain = checksum((0, 0), wal[:24])
        if chain != struct.unpack(">II", wal[24:32]):
            raise Damaged("the WAL's header")
        committed, waiting, whole = 0, {}, True
        for frame in range(1, (len(wal) - 32) // (24 + self.page_size) + 1):
            unit = wal[32 + (frame - 1) * (24 + self.page_size):][:24 + self.page_size]
            plain = self.wal.open(unit, salts + frame.to_bytes(8, "big"))
            if plain is None:
                whole = False
                continue
            need = max(need, number(plain, 8, 8))
            if not whole:
                continue
            chain = checksum(checksum(chain, plain[:8]), plain[24:])
            if chain != struct.unpack(">II", plain[16:24]):
                whole = False
                continue
            waiting[number(plain, 0, 4)] = plain[24:]
            if number(plain, 4, 4):
                self.pages.update(waiting)
                committed, waiting, self.count = frame, {}, number(plain, 4, 4)
        if committed < need:
            raise Damaged(f"WAL frame {committed + 1}")

    def database(self):
        """The SQLite database, decrypted, as bytes."""
        pages = []
        for n in range(1, self.count + 1):
            plain = self.pages.get(n)
            if plain is None:
                at = PAGES_AT + (n - 1) * self.page_size
                plain = self.page.open(self.file[at:at + self.page_size], n.to_bytes(8, "big"))
            if plain is None:
                raise Damaged(f"page {n}")
            pages.append(plain)
        image = bytearray(b"".join(pages))
        image[18:20] = b"\1\1"  # a database in memory cannot be in WAL mode
        return bytes(image)


def main():
    path, name, query = sys.argv[1:]
    secret = sys.stdin.buffer.read().decode().rstrip("\n")
    try:
        practice = Practice(path, None if name == "-" else name, secret)
        connection = sqlite3.connect(":memory:")
        connection.deserialize(practice.database())
    except Damaged as reason:
        sys.exit(f"reader.py: {reason}")
    for row in connection.execute(query):
        print(json.dumps(row))


main()
