// SPDX-FileCopyrightText: The Tambo contributors
// SPDX-License-Identifier: GPL-3.0-or-later
'use strict';

// Metadata that @tufjs/models makes must be trusted by our client where it is right, and be
// refused for the right reason where it is not.

const assert = require('node:assert');
const crypto = require('node:crypto');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const test = require('node:test');
// The package keeps two of its classes to itself.
const models = {
  ...require('@tufjs/models'), ...require('@tufjs/models/dist/role'), ...require('@tufjs/models/dist/delegations'),
};
const { makeFolder } = require('./deployment');

const NOW = Date.parse('2027-01-15T08:00:00Z');
const DAY = 86400000;
const ROLES = ['root', 'timestamp', 'snapshot', 'targets'];
const DEPLOYMENT = Buffer.from(JSON.stringify({
  id: '00112233445566778899aabbccddeeff',
  argon2id: { ops: 3, mem: 134217728 },
}));
const MANIFEST = Buffer.from('{"any":"bytes"}');
const CUSTOM = {
  languages: ['en', 'ar'],
  bytes: { '*': 12, ar: 3, en: 4 },
  urgent: false,
  recalled: false,
  'x-note': 'a “quote”, a \\ and 水\u{1f4a7}',
};

function sha256(bytes) {
  return crypto.createHash('sha256').update(bytes).digest('hex');
}

class Signer {
  constructor() {
    const pair = crypto.generateKeyPairSync('ed25519');

    this.secret = pair.privateKey;
    this.hex = pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex');
    this.id = sha256(Buffer.from(this.hex));
  }

  get key() {
    return new models.Key({
      keyID: this.id, keyType: 'ed25519', scheme: 'ed25519', keyVal: { public: this.hex },
    });
  }

  sign(metadata) {
    metadata.sign((data) => new models.Signature({
      keyID: this.id, sig: crypto.sign(null, data, this.secret).toString('hex'),
    }), true);
  }
}

function targetFile(bytes, custom) {
  return new models.TargetFile({
    path: 'x',
    length: bytes.length,
    hashes: { sha256: sha256(bytes) },
    unrecognizedFields: custom === undefined ? {} : { custom },
  });
}

// A publisher who uses @tufjs/models. Each of its members may be bent before publish().
class Publisher {
  constructor(t) {
    this.folder = makeFolder(t);
    this.rootVersion = 1;
    this.version = 1;
    this.days = 30;
    this.keys = {};
    this.thresholds = {};
    for (const role of ROLES) {
      this.keys[role] = [new Signer()];
      this.thresholds[role] = 1;
    }
    this.rootSigners = this.keys.root;
    this.targets = { 'packs/org.example.water/1': targetFile(MANIFEST, CUSTOM) };
    this.delegations = undefined;
    this.delegates = {};
    this.withHashes = true;
    this.n = 0;
  }

  options(version) {
    return {
      version, specVersion: '1.0.31', expires: new Date(NOW + this.days * DAY).toISOString().replace('.000', ''),
    };
  }

  root() {
    const roles = {};
    const keys = {};

    for (const role of ROLES) {
      roles[role] = new models.Role({
        keyIDs: this.keys[role].map((signer) => signer.id), threshold: this.thresholds[role],
      });
      this.keys[role].forEach((signer) => { keys[signer.id] = signer.key; });
    }
    return new models.Root({ ...this.options(this.rootVersion), keys, roles, consistentSnapshot: true });
  }

  write(folder, title, signed, signers) {
    const metadata = new models.Metadata(signed);

    signers.forEach((signer) => signer.sign(metadata));
    const bytes = Buffer.from(JSON.stringify(metadata.toJSON()));

    fs.writeFileSync(path.join(folder, title), bytes);
    return new models.MetaFile(this.withHashes
      ? { version: signed.version, length: bytes.length, hashes: { sha256: sha256(bytes) } }
      : { version: signed.version });
  }

  // Returns the folder with all of it.
  publish() {
    const folder = path.join(this.folder, `${this.n++}`);
    const meta = {};

    fs.mkdirSync(folder);
    fs.writeFileSync(path.join(folder, 'deployment.json'), DEPLOYMENT);
    this.write(folder, `${this.rootVersion}.root.json`, this.root(), this.rootSigners);
    for (const [name, { targets, delegations, signers }] of Object.entries(this.delegates)) {
      meta[`${name}.json`] = this.write(folder, `${this.version}.${name}.json`,
        new models.Targets({ ...this.options(this.version), targets, delegations }), signers);
    }
    meta['targets.json'] = this.write(folder, `${this.version}.targets.json`, new models.Targets({
      ...this.options(this.version),
      targets: { 'deployment.json': targetFile(DEPLOYMENT), ...this.targets },
      delegations: this.delegations,
    }), this.keys.targets);
    const snapshotMeta = this.write(folder, `${this.version}.snapshot.json`,
      new models.Snapshot({ ...this.options(this.version), meta }), this.keys.snapshot);

    this.write(folder, 'timestamp.json',
      new models.Timestamp({ ...this.options(this.version), snapshotMeta }), this.keys.timestamp);
    return folder;
  }

  delegate(name, paths, signer, terminating = true) {
    return new models.Delegations({
      keys: { [signer.id]: signer.key },
      roles: {
        [name]: new models.DelegatedRole({ name, paths, terminating, keyIDs: [signer.id], threshold: 1 }),
      },
    });
  }
}

// What a kiosk says of each folder in turn.
function verdicts(publisher, ...folders) {
  const root = path.join(folders[0], '1.root.json');

  return execFileSync(process.env.TAMBO_VERDICT, [root, `${NOW / 1000}`, ...folders], { encoding: 'utf8' })
    .trim().split('\n');
}

test('a repository with all that it needs', (t) => {
  const publisher = new Publisher(t);

  assert.deepStrictEqual(verdicts(publisher, publisher.publish()), ['1 org.example.water/1']);
});

test('a snapshot that says versions only', (t) => {
  const publisher = new Publisher(t);

  publisher.withHashes = false;
  assert.deepStrictEqual(verdicts(publisher, publisher.publish()), ['1 org.example.water/1']);
});

test('a root that moves to 2 of 3, and then needs them', (t) => {
  const publisher = new Publisher(t);
  const [founder] = publisher.keys.root;
  const first = publisher.publish();

  publisher.rootVersion = publisher.version = 2;
  publisher.keys.root = [founder, new Signer(), new Signer()];
  publisher.thresholds.root = 2;
  publisher.rootSigners = [founder];
  const byFounder = publisher.publish();

  publisher.rootSigners = [founder, publisher.keys.root[2]];
  const byTwo = publisher.publish();

  publisher.rootVersion = publisher.version = 3;
  publisher.rootSigners = [founder];
  const alone = publisher.publish();

  assert.deepStrictEqual(verdicts(publisher, first, byFounder, byTwo, alone),
    ['1 org.example.water/1', 'pack.signature', '2 org.example.water/1', 'pack.signature']);
});

test('many roots at once', (t) => {
  const publisher = new Publisher(t);
  const first = publisher.publish();
  let last;

  for (let i = 2; i <= 20; i++) {
    const before = publisher.keys.root;

    publisher.rootVersion = i;
    publisher.keys.root = [new Signer()];
    publisher.rootSigners = [...before, ...publisher.keys.root];
    publisher.version = i;
    const next = publisher.publish();

    if (last !== undefined) {
      for (let j = 2; j < i; j++) {
        fs.copyFileSync(path.join(last, `${j}.root.json`), path.join(next, `${j}.root.json`));
      }
    }
    last = next;
  }
  assert.deepStrictEqual(verdicts(publisher, first, last), ['1 org.example.water/1', '20 org.example.water/1']);
});

test('a delegate, within its paths and outside of them', (t) => {
  const publisher = new Publisher(t);
  const amina = new Signer();

  publisher.delegations = publisher.delegate('water', ['packs/org.example.well/*'], amina);
  publisher.delegates.water = {
    signers: [amina],
    targets: {
      'packs/org.example.well/7': targetFile(MANIFEST, CUSTOM),
      'packs/org.example.cough/1': targetFile(MANIFEST, CUSTOM),
    },
  };
  assert.deepStrictEqual(verdicts(publisher, publisher.publish()), ['1 org.example.water/1 org.example.well/7']);
});

test('a delegate of a delegate', (t) => {
  const publisher = new Publisher(t);
  const amina = new Signer();
  const bo = new Signer();

  publisher.delegations = publisher.delegate('all', ['packs/*/*'], amina, false);
  publisher.delegates.all = {
    signers: [amina], targets: {}, delegations: publisher.delegate('well', ['packs/org.example.well/*'], bo),
  };
  publisher.delegates.well = { signers: [bo], targets: { 'packs/org.example.well/7': targetFile(MANIFEST, CUSTOM) } };
  assert.deepStrictEqual(verdicts(publisher, publisher.publish()), ['1 org.example.water/1 org.example.well/7']);
});

test('a delegate whose file another key signed', (t) => {
  const publisher = new Publisher(t);

  publisher.delegations = publisher.delegate('water', ['packs/org.example.well/*'], new Signer());
  publisher.delegates.water = {
    signers: [new Signer()], targets: { 'packs/org.example.well/7': targetFile(MANIFEST, CUSTOM) },
  };
  assert.deepStrictEqual(verdicts(publisher, publisher.publish()), ['1 org.example.water/1']);
});

test('a recalled pack', (t) => {
  const publisher = new Publisher(t);

  publisher.targets['packs/org.example.water/1'] =
    targetFile(MANIFEST, { ...CUSTOM, recalled: true, reason: 'It was wrong.' });
  assert.deepStrictEqual(verdicts(publisher, publisher.publish()), ['1 org.example.water/1 (recalled)']);
});

test('older than before, expired, and bent by one byte', (t) => {
  const publisher = new Publisher(t);

  publisher.version = 5;
  const fifth = publisher.publish();

  publisher.version = 4;
  const older = publisher.publish();

  publisher.version = 6;
  publisher.days = -1;
  const expired = publisher.publish();

  publisher.days = 30;
  const bent = publisher.publish();
  const file = path.join(bent, '6.targets.json');

  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('"urgent":false', '"urgent":true '));
  assert.deepStrictEqual(verdicts(publisher, fifth, older, expired, bent, fifth),
    ['5 org.example.water/1', 'pack.rollback', 'pack.expired', 'pack.digest', '5 org.example.water/1']);
});

test('a stolen timestamp key, and its replacement', (t) => {
  const publisher = new Publisher(t);
  const first = publisher.publish();

  publisher.version = 9000;
  const stolen = publisher.publish();

  publisher.version = 2;
  const late = publisher.publish();

  publisher.rootVersion = 2;
  publisher.keys.timestamp = [new Signer()];
  const recovered = publisher.publish();

  assert.deepStrictEqual(verdicts(publisher, first, stolen, late, recovered), [
    '1 org.example.water/1', '9000 org.example.water/1', 'pack.rollback', '2 org.example.water/1']);
});
