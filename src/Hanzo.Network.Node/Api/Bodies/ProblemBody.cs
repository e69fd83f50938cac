namespace Hanzo.Network.Node.Api.Bodies;

/// <summary>An error in the form of RFC 9457, with a code that stays the same between versions.</summary>
/// <param name="Field">The field of the request that is wrong, if one is.</param>
internal sealed record ProblemBody(string Type, string Title, int Status, string Detail, string Code, string? Field);
