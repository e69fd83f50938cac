using System.Collections.Immutable;
using System.Globalization;
using System.Net;

namespace Hanzo.Network.Tools.Http;

/// <summary>The hosts that a tool may ask.</summary>
public sealed class HostList
{
    /// <summary>Entries.</summary>
    public const int Most = 256;

    public const string AllowedForm =
        "a list of host names such as example.org, *.example.org (all below it) or * (all), each with a port if it is not the usual one: "
        + "box.local:8080, 192.168.0.4:8080, [fd00::1]:8080";

    private readonly ImmutableArray<Entry> _entries;

    private HostList(ImmutableArray<Entry> entries) => _entries = entries;

    public static HostList None { get; } = new([]);

    public bool IsEmpty => _entries.IsEmpty;

    /// <returns>Null: one of them has not the form <see cref="AllowedForm"/>, or there are more than <see cref="Most"/>.</returns>
    public static HostList? Parse(IReadOnlyCollection<string> entries)
    {
        var parsed = entries.Select(Entry.Parse).ToList();
        return entries.Count <= Most && parsed.TrueForAll(entry => entry is not null) ? new HostList([.. parsed.OfType<Entry>()]) : null;
    }

    /// <summary>An entry without a port allows the scheme's own port alone.</summary>
    public bool Allows(Uri url)
    {
        var host = Plain(url.IdnHost);
        return _entries.Any(entry => entry.Allows(host, url.Port, url.IsDefaultPort));
    }

    public override string ToString() => string.Join(", ", _entries);

    private static string Plain(string host) => host.Trim('[', ']').TrimEnd('.').ToLowerInvariant();

    private sealed record Entry(string Text, string Host, bool Below, int? Port)
    {
        private const string Any = "*";
        private const string BelowPrefix = "*.";

        public static Entry? Parse(string text)
        {
            if (text == Any) return new Entry(text, "", Below: true, Port: null);
            var below = text.StartsWith(BelowPrefix, StringComparison.Ordinal);
            var rest = below ? text[BelowPrefix.Length..] : text;
            var (host, port) = Split(rest);
            var isNumber = ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0;
            if (port is not null && !isNumber) return null;
            if (IPAddress.TryParse(host, out var address) && !below) host = address.ToString();
            else if (Uri.CheckHostName(host) != UriHostNameType.Dns) return null;
            else if (!Uri.TryCreate($"http://{host}/", UriKind.Absolute, out var url)) return null;
            else host = url.IdnHost;
            return new Entry(text, Plain(host), below, port is null ? null : number);
        }

        public bool Allows(string host, int port, bool isUsualPort)
        {
            if (Port is { } only ? port != only : !isUsualPort) return false;
            if (!Below) return host == Host;
            return Host.Length == 0 || (host.Length > Host.Length + 1 && host.EndsWith("." + Host, StringComparison.Ordinal));
        }

        public override string ToString() => Text;

        private static (string Host, string? Port) Split(string text)
        {
            var end = text.StartsWith('[') ? text.IndexOf(']') + 1 : 0;
            var colon = text.IndexOf(':', end);
            if (colon < 0 || (end == 0 && text.IndexOf(':', colon + 1) >= 0)) return (text.Trim('[', ']'), null);
            return (text[..colon].Trim('[', ']'), text[(colon + 1)..]);
        }
    }
}
