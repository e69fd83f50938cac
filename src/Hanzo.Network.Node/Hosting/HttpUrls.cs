using System.Net;
using Hanzo.Network.Adapters.Udp;
using Hanzo.Network.Node.Settings;

namespace Hanzo.Network.Node.Hosting;

/// <param name="Local">For programs of this machine.</param>
/// <param name="Told">What peers are told; null when other machines cannot reach it.</param>
internal sealed record HttpUrls(string Local, string? Told)
{
    public static HttpUrls Of(NodeSettings settings, int port)
    {
        var bind = settings.HttpBind;
        var onEvery = bind.Equals(IPAddress.Any);
        var local = Url(onEvery ? IPAddress.Loopback.ToString() : bind.ToString(), port);
        if (IPAddress.IsLoopback(bind)) return new HttpUrls(local, IPAddress.IsLoopback(settings.Bind) ? local : null);
        return new HttpUrls(local, onEvery ? Url(HostForPeers(settings), port) : local);
    }

    private static string HostForPeers(NodeSettings settings)
    {
        if (settings.Advertise is { } advertised) return advertised.Split(':')[0];
        var links = NetworkLinks.Enumerate()
            .Where(link => !link.IsLoopback && (settings.Interface is null || link.Name == settings.Interface));
        return (links.FirstOrDefault()?.Address ?? IPAddress.Loopback).ToString();
    }

    private static string Url(string host, int port) => $"http://{host}:{port}";
}
