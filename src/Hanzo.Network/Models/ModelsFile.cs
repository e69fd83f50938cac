using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Devices;
using Hanzo.Network.Files;

namespace Hanzo.Network.Models;

/// <summary>
/// Providers of models as a person names them, from the first choice to the last: <c>{"providers":[{"name","base_url",…}]}</c>;
/// the JSON Schema is <see cref="Schemas.Models"/>. Keys are never in it, only where they are.
/// </summary>
public static class ModelsFile
{
    public const int MaxProviders = 32;
    private const int MaxUrlLength = 2000;
    private const int MaxPathLength = 4096;

    internal static readonly string[] RootFields = ["providers", "$schema"];
    internal static readonly string[] Fields =
        ["name", "base_url", "model", "api_key_env", "api_key_file", "timeout_seconds", "concurrency", "retries"];

    public const string AllowedUrl = "an http or https address such as http://localhost:11434/v1, without user, query or fragment";

    /// <param name="file">The name for messages.</param>
    /// <exception cref="InvalidFileException">Names file, line, field and what is allowed.</exception>
    public static ImmutableArray<ModelEndpoint> Parse(string file, ReadOnlySpan<byte> json)
    {
        var root = LocatedJson.Parse(file, json).RequireObject(RootFields);
        var endpoints = ImmutableArray.CreateBuilder<ModelEndpoint>();
        foreach (var item in root.Require("providers").RequireArray(MaxProviders))
        {
            var endpoint = Read(item.RequireObject(Fields));
            if (endpoints.Any(other => other.Name == endpoint.Name))
                throw item.Require("name").Error($"'{endpoint.Name}' is named twice.");
            endpoints.Add(endpoint);
        }

        return endpoints.ToImmutable();
    }

    public static bool TryReadUrl(string text, out Uri url) =>
        Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out url!) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0
        && url.Query.Length == 0 && url.Fragment.Length == 0;

    private static ModelEndpoint Read(LocatedJson item)
    {
        var seconds = item.Integer("timeout_seconds", 1, (long)ModelEndpoint.MaxTimeout.TotalSeconds, "seconds");
        return new ModelEndpoint(ReadName(item.Require("name")), ReadUrl(item.Require("base_url")))
        {
            Model = item.Member("model")?.RequireText(DeviceLimits.MaxNameLength),
            KeyVariable = item.Member("api_key_env")?.RequireText(DeviceLimits.MaxNameLength),
            KeyFile = item.Member("api_key_file")?.RequireText(MaxPathLength),
            Timeout = seconds is { } given ? TimeSpan.FromSeconds(given) : ModelEndpoint.DefaultTimeout,
            Concurrency = (int)(item.Integer("concurrency", 1, ModelEndpoint.MaxConcurrency, "calls") ?? ModelEndpoint.DefaultConcurrency),
            Retries = (int)(item.Integer("retries", 0, ModelEndpoint.MaxRetries, "calls") ?? ModelEndpoint.DefaultRetries),
        };
    }

    private static string ReadName(LocatedJson value)
    {
        var name = value.RequireText(AgentName.MaxLength);
        if (!AgentName.TryParse(name, out _))
            throw value.Error($"'{name}' is no name of a provider; it must match {AgentName.AllowedForm}.");
        return ModelReference.Reserved.Contains(name, StringComparer.Ordinal)
            ? throw value.Error($"'{name}' means something else; a provider may not be named {string.Join(", ", ModelReference.Reserved)}.")
            : name;
    }

    private static Uri ReadUrl(LocatedJson value) =>
        TryReadUrl(value.RequireText(MaxUrlLength), out var url) ? url : throw value.Error($"must be {AllowedUrl}.");
}
