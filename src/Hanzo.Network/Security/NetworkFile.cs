using System.Collections.Immutable;
using System.Text.Json;
using Hanzo.Network.Agents;
using Hanzo.Network.Files;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Security;

/// <summary>What <c>network.json</c> in the keys folder holds.</summary>
/// <param name="Authority">host:port of enrolment at the node that holds the authority's key; at most <see cref="MaxAuthority"/>.</param>
public sealed record NetworkFile(NetworkKeys Keys, ImmutableArray<string> Authority)
{
    public const int MaxAuthority = 8;

    private const string Format = "hanzo.network.1";
    private const int MaxText = 300;

    /// <summary>For the owner's eyes only: the beacons' key is in it.</summary>
    public byte[] Write()
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteString("network", Keys.Network);
            json.WriteString("id", Keys.NetworkId);
            json.WriteBase64String("beacon_key", Keys.BeaconKey.AsSpan());
            json.WriteStartArray("authority");
            foreach (var address in Authority) json.WriteStringValue(address);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    /// <exception cref="InvalidFileException">Names the field, and what is allowed.</exception>
    public static NetworkFile Parse(string file, ReadOnlySpan<byte> json)
    {
        var root = LocatedJson.Parse(file, json).RequireObject(["format", "network", "id", "beacon_key", "authority"]);
        var format = root.Require("format");
        if (format.RequireText(MaxText) != Format) throw format.Error($"must be '{Format}', which is all that this version reads.");
        var name = root.Require("network");
        if (!AgentName.TryParse(name.RequireText(MaxText), out _)) throw name.Error($"must match {AgentName.AllowedForm}.");
        var id = root.Require("id");
        if (!Ulid.IsValid(id.RequireText(MaxText))) throw id.Error("must be a ULID: 26 characters of Crockford's base 32.");
        var addresses = root.Require("authority").RequireArray(MaxAuthority);
        foreach (var address in addresses)
            if (!NodeAddress.TryParse(address.RequireText(MaxText), out _)) throw address.Error($"must be {NodeAddress.AllowedForm}.");
        var keys = new NetworkKeys(name.Text, id.Text, BeaconKey(root.Require("beacon_key")));
        return new NetworkFile(keys, [.. addresses.Select(address => address.Text)]);
    }

    private static ImmutableArray<byte> BeaconKey(LocatedJson value)
    {
        // A wrong key is not shown: it may be a right one with a typing error.
        var key = new byte[NetworkKeys.BeaconKeyBytes];
        var isKey = value.Kind == JsonValueKind.String
            && Convert.TryFromBase64String(value.Text, key, out var written) && written == NetworkKeys.BeaconKeyBytes;
        return isKey ? [.. key] : throw value.Error($"must be {NetworkKeys.BeaconKeyBytes} bytes in base 64.");
    }
}
