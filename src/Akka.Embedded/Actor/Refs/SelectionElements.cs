using System.IO.Enumeration;

namespace Akka.Actor;

/// <summary>One step of a selection.</summary>
public abstract class SelectionPathElement;

public class SelectChildName(string name) : SelectionPathElement
{
    public string Name { get; } = name;

    public override bool Equals(object? obj) => obj is SelectChildName other && other.Name == Name;

    public override int GetHashCode() => Akka.Embedded.Runtime.StableHash.Of(Name);

    public override string ToString() => Name;
}

/// <summary>All children whose names match, <c>*</c> for any text and <c>?</c> for any character.</summary>
public class SelectChildPattern(string patternStr) : SelectionPathElement
{
    public string PatternStr { get; } = patternStr;

    public override bool Equals(object? obj) => obj is SelectChildPattern other && other.PatternStr == PatternStr;

    public override int GetHashCode() => Akka.Embedded.Runtime.StableHash.Of(PatternStr);

    public override string ToString() => PatternStr;

    internal bool Matches(string name) => FileSystemName.MatchesSimpleExpression(PatternStr, name, ignoreCase: false);
}

/// <summary>All descendants: <c>**</c>, as the last step.</summary>
public class SelectChildRecursive : SelectionPathElement
{
    public static readonly SelectChildRecursive Instance = new();

    public override bool Equals(object? obj) => obj is SelectChildRecursive;

    public override int GetHashCode() => 2;

    public override string ToString() => "**";
}

public class SelectParent : SelectionPathElement
{
    public static readonly SelectParent Instance = new();

    public override bool Equals(object? obj) => obj is SelectParent;

    public override int GetHashCode() => 1;

    public override string ToString() => "..";
}
