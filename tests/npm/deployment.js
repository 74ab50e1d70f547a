// SPDX-FileCopyrightText: The Tambo contributors
// SPDX-License-Identifier: GPL-3.0-or-later
'use strict';

// What tambo-pack makes, as other programs see it: folders, OCI layouts, metadata by title.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const PAGE = `<svg xmlns="http://www.w3.org/2000/svg" width="960" height="720">
<g id="page"><rect width="960" height="720" fill="#2a6"/></g></svg>`;

// Runs the real program. A refusal throws, with what it printed.
function pack(...words) {
  return execFileSync(process.env.TAMBO_PACK, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function makeFolder(t) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tambo-npm-'));

  t.after(() => fs.rmSync(folder, { recursive: true }));
  return folder;
}

// A leaflet of one page, which is quickly built. Its title tries canonical JSON.
function buildPack(folder, id, version = 1) {
  const source = path.join(folder, `source-${id}-${version}`);
  const layout = path.join(folder, `layout-${id}-${version}`);

  fs.mkdirSync(path.join(source, 'leaflet'), { recursive: true });
  fs.writeFileSync(path.join(source, 'pack.ini'), `[Pack]
Id=${id}
Version=${version}
Languages=en
Title=Water “&” 水 \u{1f4a7}
Summary=How to keep water clean.
Licence=CC-BY-SA-4.0
MinApp=0.1
Items=leaflet
[Item leaflet]
Kind=leaflet
Path=leaflet
Title=Water
[Source 1]
Title=Our own words
Address=https://example.org
Claims=All.
[Review clinical]
By=nobody
[Review linguistic en]
By=nobody
`);
  fs.writeFileSync(path.join(source, 'leaflet', 'leaflet.en.txt'), '[page-1]\nWater\n\nKeep it covered.\n');
  fs.writeFileSync(path.join(source, 'leaflet', 'page-1.svg'), PAGE);
  pack('build', source, '-o', layout, '--rendered', path.join(folder, 'rendered'));
  return layout;
}

function readBlob(layout, digest) {
  return fs.readFileSync(path.join(layout, 'blobs', ...digest.split(':')));
}

// A Map of title → bytes.
function readTrust(layout) {
  const index = JSON.parse(fs.readFileSync(path.join(layout, 'index.json')));
  const entry = index.manifests.find(
    (manifest) => manifest.annotations['org.opencontainers.image.ref.name'].endsWith('trust:metadata'));
  const manifest = JSON.parse(readBlob(layout, entry.digest));

  return new Map(manifest.layers.map(
    (layer) => [layer.annotations['org.opencontainers.image.title'], readBlob(layout, layer.digest)]));
}

module.exports = { buildPack, makeFolder, pack, readBlob, readTrust };
