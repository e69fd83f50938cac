using Hanzo.Network.Models;

namespace Hanzo.Network.Node.Api.Bodies;

/// <param name="Server">What serves it on the node.</param>
/// <param name="TokensPerSecond">Of replies, as measured there; null: not yet.</param>
internal sealed record ServedModelBody(string Node, string Server, string Model, double? TokensPerSecond)
{
    public static ServedModelBody From(NetworkModel served) => new(
        served.Node, served.Server, served.Model, served.TokensPerSecond is { } speed ? Math.Round(speed, 1) : null);
}
