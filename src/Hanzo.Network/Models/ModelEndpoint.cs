namespace Hanzo.Network.Models;

/// <summary>A named provider of models: an endpoint in OpenAI's format, and how it is to be treated.</summary>
/// <param name="Name">In the form of an agent name.</param>
/// <param name="BaseUrl">Up to and with <c>/v1</c>.</param>
public sealed record ModelEndpoint(string Name, Uri BaseUrl)
{
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(2);
    public static readonly TimeSpan MaxTimeout = TimeSpan.FromMinutes(30);
    public const int DefaultConcurrency = 8;
    public const int MaxConcurrency = 1000;
    public const int DefaultRetries = 3;
    public const int MaxRetries = 10;

    /// <summary>What agents get that name none; null: what the endpoint lists first.</summary>
    public string? Model { get; init; }

    /// <summary>The variable that holds the key; null: none does.</summary>
    public string? KeyVariable { get; init; }

    /// <summary>The file that holds the key; null: none does.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Longest silence: until the first piece of a reply, and between its pieces.</summary>
    public TimeSpan Timeout { get; init; } = DefaultTimeout;

    /// <summary>Calls under way at once; further ones wait.</summary>
    public int Concurrency { get; init; } = DefaultConcurrency;

    /// <summary>Calls after the first one, of those that may succeed a little later.</summary>
    public int Retries { get; init; } = DefaultRetries;

    /// <summary>On this machine, as far as its address tells.</summary>
    public bool IsLocal => BaseUrl.IsLoopback;
}
