// Data are WGS-84. Some tile services are drawn in GCJ-02: then what is drawn on them is moved along, and what is
// picked is moved back. Positions are [latitude, longitude] in degrees.
const AXIS = 6378245.0;
const ECCENTRICITY = 0.00669342162296594323;
const { PI, sin, cos, sqrt, abs } = Math;

function waves(x) {
  return ((20 * sin(6 * x * PI) + 20 * sin(2 * x * PI)) * 2) / 3;
}

function north(x, y) {
  const base = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x));
  return base + waves(x) + ((20 * sin(y * PI) + 40 * sin((y / 3) * PI)) * 2) / 3 + ((160 * sin((y / 12) * PI) + 320 * sin((y * PI) / 30)) * 2) / 3;
}

function east(x, y) {
  const base = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x));
  return base + waves(x) + ((20 * sin(x * PI) + 40 * sin((x / 3) * PI)) * 2) / 3 + ((150 * sin((x / 12) * PI) + 300 * sin((x / 30) * PI)) * 2) / 3;
}

export function toGcj([latitude, longitude]) {
  const angle = (latitude / 180) * PI;
  const magic = 1 - ECCENTRICITY * sin(angle) ** 2;
  const [x, y] = [longitude - 105, latitude - 35];
  const up = (north(x, y) * 180) / (((AXIS * (1 - ECCENTRICITY)) / (magic * sqrt(magic))) * PI);
  const right = (east(x, y) * 180) / ((AXIS / sqrt(magic)) * cos(angle) * PI);
  return [latitude + up, longitude + right];
}

export function fromGcj(point) {
  let guess = point;
  for (let round = 0; round < 3; round += 1) {
    const moved = toGcj(guess);
    guess = [guess[0] + point[0] - moved[0], guess[1] + point[1] - moved[1]];
  }
  return guess;
}

const same = (point) => point;

export function shifter(datum) {
  return datum === "gcj02" ? { toMap: toGcj, fromMap: fromGcj } : { toMap: same, fromMap: same };
}
