import { IsOptional, IsString, Length, MaxLength } from 'class-validator';

export class SignInDto {
  /** The part after `#token=` of a one-click link. */
  @IsOptional() @IsString() @Length(1, 128) token?: string;
  @IsOptional() @IsString() @Length(1, 1024) password?: string;
}

export class ChangePasswordDto {
  /** The one until now; not needed on this machine or after signing in with a link. */
  @IsOptional() @IsString() @MaxLength(1024) current?: string;
  /** At least 8 characters. */
  @IsString() @Length(8, 1024) password!: string;
}

export class SessionWarningDto {
  /** `open_to_everybody`, `no_password`. */
  code!: string;
  message!: string;
}

export class SessionDto {
  /** Whether anything but open routes answers this caller. */
  signed_in!: boolean;
  /** `console`, `key` or `nobody`. */
  kind!: string;
  /** How the caller showed who it is: `loopback`, `session`, `proxy`, `open`, `header`, `bearer`, `basic`, `path`, `link`. */
  via!: string | null;
  name!: string;
  scopes!: string[];
  /** STABLEQUEUE_AUTH. */
  auth!: string;
  password_set!: boolean;
  /** It cannot be changed here then. */
  password_from_environment!: boolean;
  /** Of this StableQueue. */
  version!: string;
  /** For whoever looks after this server; empty for others. */
  warnings!: SessionWarningDto[];
}

export class SignedInBrowserDto {
  id!: string;
  /** `link` or `password`. */
  signed_in_by!: string;
  address!: string;
  user_agent!: string | null;
  created!: string;
  last_seen!: string;
  expires!: string;
  /** The one that asks. */
  current!: boolean;
}

export class SignedInBrowsersDto {
  sessions!: SignedInBrowserDto[];
}

export class AdminLinkDto {
  /** To be put behind the address of this server. Works once. */
  path!: string;
  /** Seconds. */
  expires_in!: number;
}
