namespace Hanzo.Network.Tools.Http;

/// <summary>An address that a model wants to be asked for, checked. Where its host leads to is known only when it is dialled.</summary>
public static class HttpTarget
{
    public const int MaxLength = 2000;

    /// <exception cref="ArgumentException">Says to the model what is wrong and what is allowed.</exception>
    public static Uri Check(string text, HostList hosts)
    {
        if (text.Length > MaxLength)
            throw new ArgumentException($"the address has {text.Length} characters; at most {MaxLength} are allowed.");
        return Uri.TryCreate(text, UriKind.Absolute, out var url)
            ? Check(url, hosts)
            : throw new ArgumentException("the address must be a whole one, such as https://example.org/page.");
    }

    /// <summary>Where an answer says to look instead.</summary>
    /// <param name="from">What was asked; an address without a host is of its host.</param>
    /// <exception cref="ArgumentException">As <see cref="Check(string, HostList)"/>.</exception>
    public static Uri Redirected(Uri from, Uri location, HostList hosts)
    {
        try
        {
            var to = Check(location.IsAbsoluteUri ? location : new Uri(from, location), hosts);
            return from.Scheme == Uri.UriSchemeHttps && to.Scheme == Uri.UriSchemeHttp
                ? throw new ArgumentException("it is not encrypted any more.")
                : to;
        }
        catch (Exception e) when (e is ArgumentException or UriFormatException)
        {
            throw new ArgumentException($"{from.Host} redirects to an address that may not be asked: {e.Message}", e);
        }
    }

    private static Uri Check(Uri url, HostList hosts)
    {
        if (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)
            throw new ArgumentException($"'{url.Scheme}' is not allowed; the address must begin with http:// or https://.");
        if (url.UserInfo.Length > 0) throw new ArgumentException("the address must not hold a user or password.");
        return hosts.Allows(url)
            ? url
            : throw new ArgumentException($"'{url.Authority}' is not among the hosts that may be asked: {hosts}.");
    }
}
