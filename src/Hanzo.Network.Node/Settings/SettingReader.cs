using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Node.Settings;

/// <summary>Turns texts into values, and notes every one that it cannot.</summary>
internal sealed class SettingReader(EffectiveSettings values, ImmutableArray<SettingProblem>.Builder problems)
{
    public const string On = "true";

    public string? Text(Setting setting) => values[setting].Text is { Length: > 0 } text ? text : null;

    public ImmutableArray<string> Parts(Setting setting) =>
        [.. values[setting].Text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    public void Refuse(Setting setting, string reason) => problems.Add(SettingProblem.NotAllowed(setting, values[setting], reason));

    public T Read<T>(Setting setting, T unset, string allowed, Func<string, (bool Ok, T Value)> parse)
    {
        if (Text(setting) is not { } text) return unset;
        var (ok, value) = parse(text);
        if (!ok) Refuse(setting, allowed);
        return ok ? value : unset;
    }

    /// <param name="parse">Null: it is not allowed.</param>
    public T ReadOr<T>(Setting setting, T unset, string allowed, Func<string, T?> parse) where T : struct =>
        Read(setting, unset, allowed, text => parse(text) is { } value ? (true, value) : (false, unset));

    public bool Switch(Setting setting) => Read(setting, false, "true or false", text => text switch
    {
        On or "on" or "yes" or "1" => (true, true),
        "false" or "off" or "no" or "0" => (true, false),
        _ => (false, false),
    });

    public int Port(Setting setting, int least) => Read(setting, 0, $"a port from {least} to {IPEndPoint.MaxPort}", text =>
        (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port >= least && port <= IPEndPoint.MaxPort,
            port));

    public int? Number(Setting setting, int least, int most) => Read<int?>(setting, null, $"a number from {least} to {most}", text =>
        (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most,
            number));

    public TimeSpan Time(Setting setting, TimeSpan unset, TimeSpan most) => TimeOrNone(setting, TimeSpan.Zero, most) ?? unset;

    /// <returns>Null: it is not set.</returns>
    public TimeSpan? TimeOrNone(Setting setting, TimeSpan least, TimeSpan most) =>
        Read<TimeSpan?>(setting, null, $"{TimeLimits.Range(least, most)}, such as 90s, 2m or 7d", text =>
            TimeText.Parse(text) is { } time && TimeLimits.IsWithin(time, least, most) ? (true, time) : (false, null));

    public IPAddress Address(Setting setting) =>
        Read(setting, IPAddress.Loopback, "an IPv4 address such as 127.0.0.1 or 0.0.0.0", text =>
            text == "localhost" ? (true, IPAddress.Loopback) : (IsIPv4(text, out var address), address));

    public string NetworkName(Setting setting) =>
        Read(setting, "", $"it must match {AgentName.AllowedForm}", text => (AgentName.TryParse(text, out _), text));

    public string? NodeId(Setting setting) =>
        Read<string?>(setting, null, NodeIdRules.AllowedForm, text => (NodeIdRules.IsValid(text), text));

    private static bool IsIPv4(string text, out IPAddress address)
    {
        var parsed = IPAddress.TryParse(text, out var found)
            && found.AddressFamily == AddressFamily.InterNetwork
            && text.Count(c => c == '.') == 3;
        address = found ?? IPAddress.Loopback;
        return parsed;
    }
}
