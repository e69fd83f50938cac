namespace Akka.Util;

/// <summary>
/// A version "1.2.3", "1.2.3-rc1" or a free text such as a build number: numbers are compared as numbers, the rest as text;
/// a version with a rest ("-rc1") comes before the one without.
/// </summary>
public class AppVersion : IComparable<AppVersion>, IEquatable<AppVersion>
{
    public static readonly AppVersion Zero = new("0.0.0");

    private readonly int[] _numbers;
    private readonly string _rest;

    private AppVersion(string version)
    {
        Version = version;
        var cut = version.AsSpan().IndexOfAny('-', '+', ' ');
        var head = cut < 0 ? version : version[..cut];
        var parts = head.Split('.');
        var numbers = new int[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], System.Globalization.NumberStyles.None, null, out numbers[i]))
            {
                (_numbers, _rest) = ([], version);
                return;
            }
        }

        (_numbers, _rest) = (numbers, cut < 0 ? "" : version[(cut + 1)..]);
    }

    public string Version { get; }

    public static AppVersion Create(string version) => new(version);

    public int CompareTo(AppVersion? other)
    {
        if (other is null)
        {
            return 1;
        }

        for (var i = 0; i < Math.Max(_numbers.Length, other._numbers.Length); i++)
        {
            var order = _numbers.ElementAtOrDefault(i).CompareTo(other._numbers.ElementAtOrDefault(i));
            if (order != 0)
            {
                return order;
            }
        }

        return (_rest.Length == 0, other._rest.Length == 0) switch
        {
            (true, true) => 0,
            (true, false) => 1,
            (false, true) => -1,
            _ => string.CompareOrdinal(_rest, other._rest),
        };
    }

    public bool Equals(AppVersion? other) => other is not null && Version == other.Version;

    public override bool Equals(object? obj) => Equals(obj as AppVersion);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Version);

    public override string ToString() => Version;

    public static bool operator ==(AppVersion? first, AppVersion? second) => Equals(first, second);

    public static bool operator !=(AppVersion? first, AppVersion? second) => !Equals(first, second);
}
