using System.Collections.Immutable;

namespace Hanzo.Network.Node.Api.Bodies;

/// <summary>What a command that failed writes to standard error with <c>--json</c>.</summary>
internal sealed record ComplaintBody(string Code, string Message, ImmutableArray<string> Problems);
