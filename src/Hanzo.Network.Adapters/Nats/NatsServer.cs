using System.Globalization;
using System.Net;

namespace Hanzo.Network.Adapters.Nats;

/// <summary>A NATS server and what opens it. Its text leaves out the latter.</summary>
/// <param name="Token">Null: none, or a user.</param>
public sealed record NatsServer(string Host, int Port, string? User = null, string? Password = null, string? Token = null)
{
    public const int DefaultPort = 4222;
    public const string AllowedForm = "nats://HOST[:PORT], with USER:PASSWORD@ or TOKEN@ before the host where the server asks for it";
    private const string Scheme = "nats";

    /// <returns>Null: it is not of <see cref="AllowedForm"/>.</returns>
    public static NatsServer? Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme != Scheme || url.Host.Length == 0) return null;
        if (url.PathAndQuery is not ("" or "/") || url.Fragment.Length > 0 || url.Port is 0 or > IPEndPoint.MaxPort) return null;
        var port = url.Port < 0 ? DefaultPort : url.Port;
        if (url.UserInfo.Length == 0) return new NatsServer(url.DnsSafeHost, port);
        var parts = url.UserInfo.Split(':', 2).Select(Uri.UnescapeDataString).ToArray();
        return parts.Length == 2
            ? new NatsServer(url.DnsSafeHost, port, parts[0], parts[1])
            : new NatsServer(url.DnsSafeHost, port, Token: parts[0]);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Scheme}://{Host}:{Port}");
}
