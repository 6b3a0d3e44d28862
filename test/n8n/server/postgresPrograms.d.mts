export declare const DEBIAN_VERSIONS: string;
export declare function postgresPrograms(): string | undefined;
