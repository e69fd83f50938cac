using System.Net;
using System.Security.Authentication;

namespace Hanzo.Network.Node.Enrolment;

/// <summary>Where machines are let in.</summary>
/// <param name="Port">A busy one gives way to the next; 0 takes any.</param>
/// <param name="Advertise">As the node's; null: its own addresses are told.</param>
/// <param name="Interface">Whose addresses are told; null: of all.</param>
internal sealed record EnrolmentOptions(IPAddress Bind, int Port, string? Advertise, string? Interface)
{
    /// <summary>.NET has no TLS 1.3 for servers on macOS.</summary>
    public static readonly SslProtocols Protocols =
        OperatingSystem.IsMacOS() ? SslProtocols.Tls12 | SslProtocols.Tls13 : SslProtocols.Tls13;
}
