using System.Collections.Immutable;
using System.Net;
using System.Text.Json;

namespace Hanzo.Network.Joining.Roads;

/// <summary>What <c>tailscale status --json</c> says.</summary>
/// <param name="Peers">The 100.x addresses of the machines of the tailnet that are online, this one left out.</param>
/// <param name="Problem">Why there are none; null: it works.</param>
public sealed record TailscaleStatus(ImmutableArray<IPAddress> Peers, string? Problem)
{
    private const string Running = "Running";

    /// <summary>Never throws: what it cannot read is a problem, and a peer that it cannot read is left out.</summary>
    public static TailscaleStatus Parse(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object) return Failed("tailscale status says something else than expected");
            var state = Text(root, "BackendState");
            if (state != Running) return Failed($"Tailscale does not run on this machine: {state ?? "unknown state"}");
            var peers = Objects(root, "Peer").Where(IsOnline).Select(Address).OfType<IPAddress>();
            return new TailscaleStatus([.. peers.Take(RoadNews.MaxAddresses)], null);
        }
        catch (JsonException)
        {
            return Failed("tailscale status wrote no JSON");
        }
    }

    private static TailscaleStatus Failed(string problem) => new([], problem);

    private static IEnumerable<JsonElement> Objects(JsonElement root, string field) =>
        root.TryGetProperty(field, out var map) && map.ValueKind == JsonValueKind.Object
            ? map.EnumerateObject().Select(entry => entry.Value).Where(value => value.ValueKind == JsonValueKind.Object)
            : [];

    private static bool IsOnline(JsonElement peer) =>
        peer.TryGetProperty("Online", out var online) && online.ValueKind == JsonValueKind.True;

    private static IPAddress? Address(JsonElement peer)
    {
        if (!peer.TryGetProperty("TailscaleIPs", out var list) || list.ValueKind != JsonValueKind.Array) return null;
        return list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String)
            .Select(item => IPAddress.TryParse(item.GetString(), out var address) ? address : null)
            .FirstOrDefault(address => address is not null && IsTailscale(address));
    }

    // 100.64.0.0/10, which carriers use for their own customers, and Tailscale for its machines.
    private static bool IsTailscale(IPAddress address) =>
        address.GetAddressBytes() is [100, >= 64 and < 128, _, _];

    private static string? Text(JsonElement element, string field) =>
        element.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
