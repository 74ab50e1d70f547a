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
