namespace Hanzo.Network.Security.Invites;

/// <summary>Why a text is no invite that can be used.</summary>
public enum InviteFault
{
    NotACode,
    Mistyped,
    NewerVersion,
    Expired,
}

/// <param name="Invite">Null when there is a fault.</param>
/// <param name="Problem">The fault in words for the user.</param>
public sealed record InviteReading(Invite? Invite, InviteFault? Fault = null, string? Problem = null);
