import { adapterCases } from './cases/adapter.js';
import { attributeCases } from './cases/attributes.js';
import { brokenLinkCases } from './cases/broken-links.js';
import { closedCases } from './cases/closed.js';
import { codecCases } from './cases/codecs.js';
import { creationCases } from './cases/creation.js';
import { directChunkCases } from './cases/direct-chunk.js';
import { filterCreationCases } from './cases/filter-creation.js';
import { goldenCases } from './cases/goldens.js';
import { lifecycleCases } from './cases/lifecycle.js';
import { linkCases } from './cases/links.js';
import { liveCases } from './cases/live.js';
import { liveRefreshCases } from './cases/live-refresh.js';
import { liveChunkCases } from './cases/live-chunks.js';
import { liveCodecCases } from './cases/live-codecs.js';
import { liveFileCases } from './cases/live-files.js';
import { liveMessageCases } from './cases/live-messages.js';
import { liveReplacedCases } from './cases/live-replaced.js';
import { liveScanCases } from './cases/live-scan.js';
import { liveSourceCases } from './cases/live-sources.js';
import { nameCases } from './cases/names.js';
import { oddNumberCases } from './cases/odd-numbers.js';
import { openingCases } from './cases/opening.js';
import { openingFaultCases } from './cases/opening-faults.js';
import { openingTogetherCases } from './cases/opening-together.js';
import { ourWriterCases } from './cases/our-writer.js';
import { readingCases } from './cases/reading.js';
import { readingOptionsCases } from './cases/reading-options.js';
import { referenceCases } from './cases/references.js';
import { refusedAttributeCases, refusedCreationCases } from './cases/refused-creation.js';
import { skeletonCases } from './cases/skeletons.js';
import { storedElementCases } from './cases/stored-elements.js';
import { userBlockCases } from './cases/user-block.js';
import { variableLengthCases } from './cases/variable-length.js';
import { watchingCases } from './cases/watching.js';
import { writingCases } from './cases/writing.js';
import { writingFaultCases } from './cases/writing-faults.js';
import type { ConformanceCase } from './conformance-case.js';

/** The whole suite. */
export const conformanceCases: readonly ConformanceCase[] = [
  ...adapterCases,
  ...openingCases,
  ...openingFaultCases,
  ...openingTogetherCases,
  ...skeletonCases,
  ...userBlockCases,
  ...goldenCases,
  ...readingCases,
  ...readingOptionsCases,
  ...codecCases,
  ...directChunkCases,
  ...storedElementCases,
  ...creationCases,
  ...filterCreationCases,
  ...writingCases,
  ...writingFaultCases,
  ...refusedCreationCases,
  ...oddNumberCases,
  ...variableLengthCases,
  ...attributeCases,
  ...refusedAttributeCases,
  ...linkCases,
  ...brokenLinkCases,
  ...nameCases,
  ...referenceCases,
  ...lifecycleCases,
  ...closedCases,
  ...liveCases,
  ...liveRefreshCases,
  ...liveChunkCases,
  ...liveCodecCases,
  ...liveMessageCases,
  ...liveFileCases,
  ...liveReplacedCases,
  ...watchingCases,
  ...liveSourceCases,
  ...liveScanCases,
  ...ourWriterCases,
];
