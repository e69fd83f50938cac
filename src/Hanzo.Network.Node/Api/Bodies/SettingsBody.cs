using System.Collections.Immutable;

namespace Hanzo.Network.Node.Api.Bodies;

/// <summary>Output of <c>hanzo config --json</c>.</summary>
internal sealed record SettingsBody(ImmutableArray<SettingBody> Settings);

/// <param name="Origin">The flag, variable, file or profile that the value was taken from.</param>
internal sealed record SettingBody(string Name, string Value, string Origin);
