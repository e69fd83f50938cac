using System.Net;
using Hanzo.Network.Node.Api;

namespace Hanzo.Network.Node.Hosting;

/// <summary>
/// Keeps web pages of other sites away from the node. A page may make its own host name point at this machine (DNS
/// rebinding); then the browser sends that name as Host, and the page's site as Origin.
/// </summary>
internal static class HostGuard
{
    public static IApplicationBuilder UseHostGuard(this IApplicationBuilder app, IPAddress bind) => app.Use((context, next) =>
        Refuse(context.Request.Host.Host, context.Request.Headers.Origin.ToString(), context.Request.Host.Value ?? "", bind) is { } reason
            ? ApiProblem.WriteAsync(context, ApiProblem.Create(StatusCodes.Status403Forbidden, "foreign_site", reason))
            : next());

    /// <returns>Why the request is refused; null: it is not.</returns>
    public static string? Refuse(string host, string origin, string authority, IPAddress bind)
    {
        if (IPAddress.IsLoopback(bind) && !IsThisMachine(host))
            return $"This node answers on loopback only, not as '{host}'.";
        if (origin.Length > 0 && !IsSameSite(origin, authority))
            return $"Requests from pages of '{origin}' are not answered.";
        return null;
    }

    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool IsSameSite(string origin, string authority) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var site) && site.Authority.Equals(authority, StringComparison.OrdinalIgnoreCase);
}
