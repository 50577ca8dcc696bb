/** Results of typing programs in the form that each program writes, with invented typings. */

const tsv = (rows: readonly (readonly (string | number)[])[]): string =>
  rows.map((cells) => `${cells.join('\t')}\n`).join('');

/** The typing that every file below holds, as far as the program types. */
export const classOne = 'HLA-A*01:01:01+HLA-A*02:01:01^HLA-B*07:02:01+HLA-B*08:01:01';
export const allGenes = `${classOne}^HLA-DRB1*03:01:01+HLA-DRB1*15:01:01`;

const genotype = {
  A: ['A*01:01:01', 'A*02:01:01'],
  B: ['B*07:02:01', 'B*08:01:01'],
  C: ['C*07:01:01', 'C*07:02:01'],
  DRB1: ['DRB1*03:01:01', 'DRB1*15:01:01'],
};

export const arcasGenotype = JSON.stringify(genotype);
export const arcasGenotypes = JSON.stringify({ K1: genotype, K2: genotype });
export const arcasTable = tsv([
  ['subject', 'A1', 'A2', 'B1', 'B2', 'C1', 'C2', 'DRB11', 'DRB12'],
  ['K1', ...Object.values(genotype).flat()],
]);

export const optiType = tsv([
  ['', 'A1', 'A2', 'B1', 'B2', 'C1', 'C2', 'Reads', 'Objective'],
  [0, 'A*01:01', 'A*02:01', 'B*07:02', 'B*08:01', 'C*07:01', 'C*07:02', '512.0', '498.5'],
]);

export const polysolver = tsv([
  ['HLA-A', 'hla_a_01_01_01', 'hla_a_02_01_01'],
  ['HLA-B', 'hla_b_07_02_01', 'hla_b_08_01_01'],
  ['HLA-C', 'hla_c_07_01_01', 'hla_c_07_02_01'],
]);

export const hlaHd = tsv([
  ['A', 'HLA-A*01:01:01', 'HLA-A*02:01:01'],
  ['B', 'HLA-B*07:02:01', 'HLA-B*08:01:01'],
  ['C', 'HLA-C*07:01:01', '-'],
  ['DRB1', 'HLA-DRB1*03:01:01', 'HLA-DRB1*15:01:01'],
  ['DRB4', 'Not typed', 'Not typed'],
  ['L', 'HLA-L*01:01:01', '-'],
]);

export const t1k = tsv([
  ['HLA-A', 2, 'HLA-A*01:01:01', '210.500000', 60, 'HLA-A*02:01:01', '190.250000', 57, ''],
  ['HLA-B', 2, 'HLA-B*07:02:01', '180.000000', 60, 'HLA-B*08:01:01', '171.000000', 60, 'HLA-B*07:04;9.1;4'],
  ['HLA-DRB1', 2, 'HLA-DRB1*03:01:01', '75.000000', 33, 'HLA-DRB1*15:01:01', '70.000000', 31, ''],
  ['HLA-DRB4', 0, '.', 0, -1, '.', 0, -1, ''],
  ['KIR2DL1', 1, 'KIR2DL1*003', '40.000000', 12, '.', 0, -1, ''],
]);

export const xhla = JSON.stringify({
  subject_id: 'K1',
  creation_time: '2026-01-02T03:04:05Z',
  report_version: '1.2',
  report_type: 'hla_typing',
  sample_id: 'K1',
  hla: {
    alleles: ['A*01:01', 'A*02:01', 'B*07:02', 'B*08:01', 'C*07:01', 'C*07:01', 'DRB1*03:01', 'DRB1*15:01'],
  },
});

const laHeaders = [
  'Locus',
  'Chromosome',
  'Allele',
  'Q1',
  'Q2',
  'AverageCoverage',
  'CoverageFirstDecile',
  'MinimumCoverage',
  'proportionkMersCovered',
  'LocusAvgColumnError',
  'NColumns_UnaccountedAllele_fGT0.2',
  'perfectG',
];
export const laRow = (
  locus: string,
  copy: 1 | 2,
  allele: string,
  { q1 = 1, kmers = 1, perfect = 1 }: { q1?: number; kmers?: number; perfect?: number } = {},
): (string | number)[] => [locus, copy, allele, q1, -20, 41.5, 33, 30, kmers, 0.0011, 0, perfect];
export const hlaLaOf = (rows: readonly (readonly (string | number)[])[]): string => tsv([laHeaders, ...rows]);
export const hlaLa = hlaLaOf([
  laRow('A', 1, 'A*01:01:01G'),
  laRow('A', 2, 'A*02:01:01G'),
  laRow('B', 1, 'B*07:02:01G'),
  laRow('B', 2, 'B*08:01:01G'),
  laRow('DQA1', 1, 'DQA1*05:01:01G'),
  laRow('DQA1', 2, 'DQA1*01:02:01G'),
  laRow('DRB1', 1, 'DRB1*03:01:01G'),
  laRow('DRB1', 2, 'DRB1*15:01:01G'),
]);

const specGenes = ['A', 'B', 'C', 'DPA1', 'DPB1', 'DQA1', 'DQB1', 'DRB1'];
export const specHlaOf = (cells: readonly string[]): string =>
  `# version: IPD-IMGT/HLA 3.38.0\n${tsv([
    ['Sample', ...specGenes.flatMap((gene) => [`HLA_${gene}_1`, `HLA_${gene}_2`])],
    cells,
  ])}`;
export const specHla = specHlaOf([
  'K1',
  ...genotype.A,
  ...genotype.B,
  ...genotype.C,
  ...'- - - - DQA1*05:01:01 DQA1*01:02:01 DQB1*02:01:01 DQB1*06:02:01'.split(' '),
  ...genotype.DRB1,
]);

export const specImmuneRow = (locus: string, copy: 1 | 2, alleles: string): (string | number)[] => {
  const first = alleles.split(';')[0] ?? '';
  return [locus, copy, alleles, alleles === 'NA' ? 'NA' : `${first}|3516|1.0`, 40, first, first];
};
export const specImmuneOf = (rows: readonly (readonly (string | number)[])[]): string =>
  `# version: IPD-IMGT/HLA 3.56.0\n${tsv([
    ['Locus', 'Chromosome', 'Genotype', 'Match_info', 'Reads_num', 'Step1_type', 'One_guess'],
    ...rows,
  ])}`;
export const specImmune = specImmuneOf([
  specImmuneRow('HFE', 1, 'NA'),
  specImmuneRow('HFE', 2, 'NA'),
  specImmuneRow('HLA-A', 1, 'HLA-A*01:01:01'),
  specImmuneRow('HLA-A', 2, 'HLA-A*02:01:01'),
  specImmuneRow('HLA-B', 1, 'HLA-B*07:02:01'),
  specImmuneRow('HLA-B', 2, 'HLA-B*08:01:01'),
  specImmuneRow('HLA-DRB1', 1, 'HLA-DRB1*03:01:01'),
  specImmuneRow('HLA-DRB1', 2, 'HLA-DRB1*15:01:01'),
]);

export const uniformat = [
  '# three loci, invented',
  'K1\tA*01:01,A*02:01\tB*07:02,B*08:01\tDRB1*03:01,DRB1*15:01\t# a remark',
  'K2 A*01:01,A*02:01|A*01:01,A*02:06 B*07:02 @',
  'K3\tA*01:01,A*02:01&A*02:06\tB*07:02,B*07:02\tDRB1*03:01,blank',
  '',
].join('\n');

const scoreLocus = (
  locus: string,
  pairs: readonly (readonly [string, string])[],
  calls = ['', ''],
): string => {
  const list = (texts: string): string =>
    texts
      .split(' ')
      .map((text) => `<allele>${text}</allele>`)
      .join('');
  const combinations = pairs.map(
    ([one, two]) =>
      `<resultCombination><alleleList1>${list(one)}</alleleList1><alleleList2>${list(two)}</alleleList2></resultCombination>`,
  );
  return (
    `<typedLocus><locus>${locus}</locus><alleleDb>HLADB_3.33.0</alleleDb>` +
    calls.map((call) => `<alleleCall>${call}</alleleCall>`).join('') +
    `<Bw4Bw6>-</Bw4Bw6><resultPairs>${combinations.join('')}</resultPairs>` +
    '<alleleCombinations><resultCombination><alleleList1>A*01:01, 01:02-01:04</alleleList1></resultCombination></alleleCombinations>' +
    '<typingKitData><testSet><channel>FAM</channel></testSet></typingKitData></typedLocus>'
  );
};
export const score6Of = (patient: string, ...loci: readonly string[]): string =>
  `\ufeff<?xml version="1.0"?><batchSubmission><batchinfo><createdBy><name>lab</name></createdBy></batchinfo><patients><patient>${patient}` +
  `<samples><sample><sampleId>S-9</sampleId><typedLoci>${loci.join('')}</typedLoci></sample></samples></patient></patients></batchSubmission>`;
export const scorePatient =
  '<patientId>K1</patientId><lastName>\n</lastName><firstName></firstName><dateOfBirth/><externalId></externalId>';
export { scoreLocus };
export const score6 = score6Of(
  scorePatient,
  scoreLocus('HLA-A', [['A*01:01:01', 'A*02:01:01']]),
  scoreLocus('HLA-B', [['B*07:02:01', 'B*08:01:01']]),
  scoreLocus('HLA-DRB', [
    ['DRB1*03:01:01', 'DRB1*15:01:01'],
    ['DRB3*01:01', 'DRB3*02:02'],
  ]),
);

export const sureTyperOf = (assigned: Readonly<Record<string, string>>, info = ''): string =>
  '<?xml version="1.0" encoding="utf-8"?>\n<sureTyperHlaReport sessionName="S-9"><testInfoSection>' +
  `<testInfoEntry name="Sample ID">S-9</testInfoEntry><testInfoEntry name="Patient ID">K1</testInfoEntry>${info}</testInfoSection>` +
  '<hlaTestSummarySection><hlaTestResultList>' +
  '<hlaTestResult testName="HLA-A"><genotype>A*01 A*02</genotype><phenotype>A1 A2</phenotype></hlaTestResult>' +
  '<hlaTestResult testName="HLA-B"><genotype>B*07 B*14</genotype><phenotype>B7 B65</phenotype></hlaTestResult>' +
  '<hlaTestResult testName="HLA-DRB1"><genotype>DRB1*03 DRB1*15</genotype><phenotype>DR17 DR15</phenotype></hlaTestResult>' +
  '</hlaTestResultList><footnoteList><entry>All results are based on IMGT/HLA release: version 3.33.0 - Jul 2018</entry></footnoteList>' +
  '</hlaTestSummarySection><labAssignmentSection><labAssignmentEntryList>' +
  Object.entries(assigned)
    .map(([name, text]) => `<labAssignmentEntry name="${name}">${text}</labAssignmentEntry>`)
    .join('') +
  '</labAssignmentEntryList></labAssignmentSection><testResultsSection><testResultsList locus="HLA-A"/></testResultsSection></sureTyperHlaReport>';
export const sureTyper = sureTyperOf({
  'HLA-A': 'A1 A2',
  'HLA-B': 'B7 B65',
  Bw: 'Bw6 Bw6',
  'HLA-DRB1': 'DR17 DR15 ',
});

export const donorNetOf = (
  values: Readonly<Record<string, string>>,
  donor = '<lname xsi:nil="true"/>',
): string =>
  '<?xml version="1.0" standalone="yes"?>\n<donorupload xmlns="xsddonorupload" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" schemaVersion="1.5">' +
  `<donor><don_id>K1</don_id>${donor}<abo>O</abo></donor><donor_edit_crossmatchhla><don_id>K1</don_id><bw4>95</bw4>` +
  Object.entries(values)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join('') +
  '</donor_edit_crossmatchhla></donorupload>';
export const donorNet = donorNetOf({
  a1: '1',
  a2: '2',
  b1: '7',
  b2: '8',
  c1: '7',
  dr1: '17',
  dr2: '1501',
  dr51: '96',
});

export const tarrLocus = (
  gene: string,
  gl: string,
  { fields = gl, status = 'Approved' }: { fields?: string; status?: string } = {},
): string =>
  `<Locus><Name>HLA-${gene}</Name><SampleName>K1</SampleName><User Name="x" Level="First reviewer"/><AlleleDB><Version>IMGT/HLA 3.38.0</Version></AlleleDB>` +
  '<Haplotypes><Haplotype begin="1" end="4">ACGT</Haplotype></Haplotypes>' +
  `<TypingResult><GenoTypeList Count="1"><Genotype><allele CWD="Common">${gl}</allele></Genotype></GenoTypeList><GLString>${gl}</GLString></TypingResult>` +
  `<TypingResultThreeFields><GLString>${fields}</GLString></TypingResultThreeFields>` +
  `<Warnings/><ReviewList CurrentApprovalStatus="${status}" Level="Unknown"/></Locus>`;
export const tarrOf = (...loci: readonly string[]): string =>
  '<?xml version="1.0" encoding="utf-8"?>\n<ProjectXml><ProjectName>p</ProjectName><User Name="x"/><Samples><Sample><Name>K1</Name>' +
  `<Loci>${loci.join('')}</Loci></Sample></Samples></ProjectXml>`;
export const tarr = tarrOf(
  tarrLocus('A', 'A*01:01:01+A*02:01:01'),
  tarrLocus('B', 'B*07:02:01+B*08:01:01'),
  tarrLocus('DRB1', 'DRB1*03:01:01+DRB1*15:01:01'),
);

export const kourami = tsv([
  ['A*01:01:01G', 546, '1.0', 546, 546, 41.0, 20.0, 21.0],
  ['A*02:01:01G', 546, '1.0', 546, 546, 41.0, 20.0, 21.0],
  ['B*07:02:01G', 546, '1.0', 546, 546, 37.0, 18.0, 19.0],
  ['B*08:01:01G', 546, '1.0', 546, 546, 37.0, 18.0, 19.0],
  ['DRB1*03:01:01G', 270, '1.0', 270, 270, 22.0, 10.0, 12.0],
  ['DRB1*15:01:01G', 270, '1.0', 270, 270, 22.0, 10.0, 12.0],
]);

const seqHeader = ['#Locus', 'Allele 1', 'Confidence', 'Allele 2', 'Confidence'];
export const seq2hla = tsv([
  seqHeader,
  ['A', 'A*01:01', '0.001', 'A*02:01', '0.002'],
  ['B', 'B*07:02', '0.001', 'B*08:01', '0.003'],
  ['C', 'C*07:01', '0.01', 'C*07:01', 'NA'],
  seqHeader,
  ['DQA1', 'DQA1*05:01', '0.001', 'DQA1*01:02', '0.001'],
  ['DRB1', 'DRB1*03:01', '0.001', 'DRB1*15:01', '0.001'],
]);

export const phlat = tsv([
  ['Locus', 'Allele1', 'Allele2', 'LLK_hla', 'LLK_tot'],
  ['HLA_A', 'A*01:01:01', 'A*02:01:01', '-100.5', '-200.5'],
  ['HLA_B', 'B*07:02:01', 'B*08:01:01', '-100.5', '-200.5'],
  ['HLA_DRB1', 'DRB1*03:01:01', 'DRB1*15:01:01', '-100.5', '-200.5'],
]);

/** A table with a column for the kit put before the others. */
export const withKit = (text: string, header: string | undefined, kit = 'K1'): string =>
  text
    .split('\n')
    .map((line, index) =>
      line === '' || line.startsWith('# ')
        ? line
        : `${index === 0 && header !== undefined ? header : kit}\t${line}`,
    )
    .join('\n');
