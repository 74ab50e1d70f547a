// SPDX-FileCopyrightText: The Tambo contributors
// SPDX-License-Identifier: GPL-3.0-or-later
'use strict';

// tuf-js, which shares no line with us, must trust what tambo-pack signs, and nothing that was
// touched afterwards.

const assert = require('node:assert');
const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { Readable } = require('node:stream');
const test = require('node:test');
const { BaseFetcher, Updater } = require('tuf-js');
const { buildPack, makeFolder, pack, readBlob, readTrust } = require('./deployment');

const ID = 'org.example.water';

// Serves what it is given, by the names that a TUF client asks for.
class MapFetcher extends BaseFetcher {
  constructor(files, layout) {
    super();
    this.files = files;
    this.layout = layout;
  }

  find(url) {
    const name = decodeURIComponent(new URL(url).pathname.slice(1));
    const target = /^targets\/(.*\/|)([0-9a-f]{64})\.([^/]*)$/.exec(name);

    if (target === null) {
      return this.files.get(name);
    }
    return this.files.get(target[1] + target[3]) || readBlob(this.layout, `sha256:${target[2]}`);
  }

  async fetch(url) {
    const bytes = this.find(url);

    if (bytes === undefined) {
      // As its own fetcher does for 404: there is no such root yet.
      const { DownloadHTTPError } = require('tuf-js/dist/error');

      throw new DownloadHTTPError('Not found', 404);
    }
    return Readable.from([bytes]);
  }
}

function newUpdater(folder, root, files, layout) {
  const metadataDir = path.join(folder, 'client');
  const targetDir = path.join(folder, 'client-targets');

  fs.mkdirSync(metadataDir, { recursive: true });
  fs.mkdirSync(targetDir, { recursive: true });
  if (!fs.existsSync(path.join(metadataDir, 'root.json'))) {
    fs.copyFileSync(root, path.join(metadataDir, 'root.json'));
  }
  return new Updater({
    metadataDir,
    metadataBaseUrl: 'http://localhost',
    targetDir,
    targetBaseUrl: 'http://localhost/targets',
    fetcher: new MapFetcher(files, layout),
  });
}

// Founded, one pack signed: what every deployment begins with.
function publish(t) {
  const folder = makeFolder(t);
  const keys = path.join(folder, 'keys');
  const layout = buildPack(folder, ID);

  pack('found', keys);
  pack('sign', keys, layout);
  return { folder, keys, layout, root: path.join(keys, 'root.json'), files: readTrust(layout) };
}

test('a deployment of one person', async (t) => {
  const { folder, layout, root, files } = publish(t);
  const updater = newUpdater(folder, root, files, layout);

  await updater.refresh();
  const target = await updater.getTargetInfo(`packs/${ID}/1`);
  const manifest = fs.readFileSync(await updater.downloadTarget(target));

  assert.deepStrictEqual(target.custom.languages, ['en']);
  assert.strictEqual(target.hashes.sha256, crypto.createHash('sha256').update(manifest).digest('hex'));
  assert.ok(await updater.getTargetInfo('deployment.json'));
  assert.strictEqual(await updater.getTargetInfo(`packs/${ID}/2`), undefined);
});

for (const [role, expected] of [
  ['timestamp', /signed by 0\/1 keys/],
  ['snapshot', /hash/],
  ['targets', /hash/],
]) {
  test(`one byte of the ${role} was changed`, async (t) => {
    const { folder, layout, root, files } = publish(t);
    const title = [...files.keys()].find((name) => name.endsWith(`${role}.json`));
    const bytes = Buffer.from(files.get(title));
    const at = bytes.indexOf('"sha256":"') + '"sha256":"'.length;

    bytes[at] = bytes[at] === 0x30 ? 0x31 : 0x30;
    files.set(title, bytes);
    await assert.rejects(newUpdater(folder, root, files, layout).refresh(), expected);
  });
}

test('a manifest that is not the one that was signed', async (t) => {
  const { folder, layout, root, files } = publish(t);
  const updater = newUpdater(folder, root, files, layout);

  await updater.refresh();
  const target = await updater.getTargetInfo(`packs/${ID}/1`);

  files.set(`packs/${ID}/1`, Buffer.alloc(target.length, ' '));
  await assert.rejects(updater.downloadTarget(target), /hash/i);
});

// Somebody else signs one pack at home, and the founder takes it.
function publishWithDelegate(t) {
  const { folder, keys, layout, root } = publish(t);
  const amina = path.join(folder, 'amina');
  const given = path.join(folder, 'for-amina');
  const signed = buildPack(folder, 'org.example.well');
  const out = path.join(folder, 'out');

  pack('key', 'make', amina, '--name', 'amina');
  pack('delegate', keys, '--role', 'well', '--packs', 'org.example.well',
    '--key', path.join(amina, 'amina.key.json'), '-o', given);
  pack('sign', amina, signed, '--from', given);
  assert.match(pack('sign', keys, layout, signed, '-o', out), /org\.example\.well version 1: signed by well/);
  return { folder, keys, amina, root, layout: out, files: readTrust(out) };
}

test('a pack that a delegate signed', async (t) => {
  const { folder, layout, root, files } = publishWithDelegate(t);
  const updater = newUpdater(folder, root, files, layout);

  await updater.refresh();
  const target = await updater.getTargetInfo('packs/org.example.well/1');
  const manifest = JSON.parse(fs.readFileSync(await updater.downloadTarget(target)));

  assert.strictEqual(manifest.schemaVersion, 2);
  assert.ok(await updater.getTargetInfo(`packs/${ID}/1`));
  assert.strictEqual(await updater.getTargetInfo('packs/org.example.other/1'), undefined);
});

test('one byte of what the delegate signed was changed', async (t) => {
  const { folder, layout, root, files } = publishWithDelegate(t);
  const title = [...files.keys()].find((name) => name.endsWith('.well.json'));
  const bytes = Buffer.from(files.get(title).toString().replace('"recalled":false', '"recalled":true '));

  files.set(title, bytes);
  const updater = newUpdater(folder, root, files, layout);

  await updater.refresh();
  await assert.rejects(updater.getTargetInfo('packs/org.example.well/1'), /hash/);
});

test('a recalled pack of a delegate: the founder is asked first', async (t) => {
  const { folder, keys, layout, root } = publishWithDelegate(t);

  pack('recall', keys, 'org.example.well', '1', '--reason', 'It was wrong.');
  pack('sign', keys, '-o', layout);
  const updater = newUpdater(folder, root, readTrust(layout), layout);

  await updater.refresh();
  const target = await updater.getTargetInfo('packs/org.example.well/1');

  assert.strictEqual(target.custom.recalled, true);
  assert.strictEqual(target.custom.reason, 'It was wrong.');
});

test('a root that moved to 2 of 3, and new keys for the rest', async (t) => {
  const { folder, keys, amina, layout, root, files } = publishWithDelegate(t);
  const bo = path.join(folder, 'bo');
  const waiting = path.join(folder, 'root-2.json');

  await newUpdater(folder, root, files, layout).refresh();

  pack('key', 'make', bo, '--name', 'bo');
  pack('rotate', 'start', keys, '--threshold', '2', '-o', waiting,
    '--add', path.join(amina, 'amina.key.json'), '--add', path.join(bo, 'bo.key.json'));
  assert.match(pack('rotate', 'show', waiting), /still missing: 1 of amina bo/);
  pack('rotate', 'sign', waiting, bo);
  pack('rotate', 'finish', keys, waiting);

  pack('rotate', 'start', keys, '--replace', 'timestamp', '--replace', 'snapshot', '--replace', 'targets', '-o', waiting);
  pack('rotate', 'sign', waiting, amina);
  pack('rotate', 'finish', keys, waiting);
  pack('sign', keys, '-o', layout);

  // The client that knew the first root, and one that never saw any other.
  for (const client of [folder, path.join(folder, 'new')]) {
    const updater = newUpdater(client, root, readTrust(layout), layout);

    await updater.refresh();
    assert.ok(await updater.getTargetInfo('packs/org.example.well/1'));
    assert.match(fs.readFileSync(path.join(client, 'client', 'root.json'), 'utf8'), /"version":3/);
  }
});
