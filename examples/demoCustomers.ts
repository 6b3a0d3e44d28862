/** A row of the demo's CSV file, all made up: the same on every run. An empty string is an empty cell. */
export interface DemoCustomer {
	readonly customerId: string;
	readonly name: string;
	readonly company: string;
	readonly city: string;
	readonly interests: string;
	readonly campaign: string;
	readonly note: string;
}

/** The columns of the CSV file, in their order. */
const COLUMNS = ['customerId', 'name', 'company', 'city', 'interests', 'campaign', 'note'] as const;

/** IDs that have to be encoded on their way. Target allows any character in them but `+` and `/`. */
const ID_SUFFIXES = ['', '', '', '', ' & co', ';x', '%25', '#7', '-über', '-顧客', '=1', '"q"', '🎈'];

const NAMES = [
	'Sample Customer',
	'Muster, Beispiel',
	'Exemple “Échantillon”',
	'Пример Покупатель',
	'見本 太郎さん',
	'예시 고객',
	'مثال عميل',
	'לקוח לדוגמה',
	'नमूना ग्राहक',
	'Πελάτης Παράδειγμα',
	'ลูกค้าตัวอย่าง',
	'👩‍👩‍👧 Sample Family',
];

const COMPANIES = [
	'',
	'Example & Sons',
	'Sample "Quoted" Inc.',
	'1+1=2 Ltd.',
	'a=b&c=d',
	'100 % Example',
	'#1 Sample',
];

const CITIES = ['Sampletown', 'Düsseldorf', 'São Paulo', '東京', 'Москва', '', 'القاهرة', 'Łódź'];

const INTERESTS = ['shoes,bags,hats', 'tea + cake', '', 'books;films', '🎮,🎧,🏕️', 'C#, F# & C++'];

const CAMPAIGNS = [
	'https://example.com/?utm_source=mail&utm_term=a+b%20c#top',
	'spring%2Fsale',
	'',
	'batch=spring',
	'007',
	'1e5',
	'null',
];

const NOTES = [
	'',
	'first line\nsecond line',
	'first line\r\nsecond line, "quoted"',
	'she said ""hello""',
	'"',
	',',
	'\ttab, back\\slash and a \u00a0 space that does not break',
	' spaces at both ends ',
	'<b>bold</b> &amp; done',
	'=SUM(1+1)',
	'{{ $json.name }}',
	'e\u0301 is not é',
	'one\n\n\nfour',
];

/**
 * Makes customers whose values hold all that is hard to carry: commas, quotes, line breaks, `&`, `+`, `%`, `#`,
 * emoji, names in many scripts, and empty cells.
 */
export function demoCustomers(count: number): DemoCustomer[] {
	return Array.from({ length: count }, (_, index) => {
		const number = String(index + 1).padStart(5, '0');
		return {
			customerId: `customer-${number}${pick(ID_SUFFIXES, index)}`,
			name: `${pick(NAMES, index)} ${number}`,
			company: pick(COMPANIES, index),
			city: pick(CITIES, index),
			interests: pick(INTERESTS, index),
			campaign: pick(CAMPAIGNS, index + 3),
			note: pick(NOTES, index),
		};
	});
}

/** A value as a batch has it by default: what could end it, or its row, is replaced. */
export function asInBatch(value: string): string {
	return value.replaceAll(',', ';').replaceAll(/\r\n|[\r\n]/g, ' ');
}

/** Writes customers as a CSV file with a header line, UTF-8 without a byte order mark, quoted as RFC 4180 has it. */
export function customersToCsv(customers: readonly DemoCustomer[]): string {
	const lines = customers.map((customer) => COLUMNS.map((column) => cell(customer[column])).join(','));
	return `${[COLUMNS.join(','), ...lines].join('\r\n')}\r\n`;
}

function cell(value: string): string {
	return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

function pick(list: readonly string[], index: number): string {
	return list[index % list.length] ?? '';
}
